#include <base/bytes.h>

#include <bit>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <likeness/resemblance.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace muster::likeness {
namespace {

std::string numbered_words(int from, int to, const char* stem = "hortensia") {
  std::string out;
  for (int i = from; i < to; ++i) {
    out += stem;
    for (int rest = i; rest > 0; rest /= 26) out += static_cast<char>('a' + rest % 26);
    out += ' ';
  }
  return out;
}

TEST(TextPrint, SameWordsAreTheSameAndOthersAreNot) {
  const TextPrint a = text_print(numbered_words(0, 300)), b = text_print(numbered_words(0, 300)),
                  other = text_print(numbered_words(1000, 1300));
  EXPECT_EQ(a, b);
  EXPECT_EQ(words_in_common(a, b), 1);
  EXPECT_LT(words_in_common(a, other), 0.06);
  EXPECT_GT(std::popcount(a.simhash ^ other.simhash), 15);
}
TEST(TextPrint, EstimatesTheShareInCommon) {
  const TextPrint a = text_print(numbered_words(0, 400)), b = text_print(numbered_words(200, 600));
  EXPECT_NEAR(words_in_common(a, b), 1.0 / 3, 0.15);
  const TextPrint nearly = text_print(numbered_words(3, 400));
  EXPECT_LE(std::popcount(a.simhash ^ nearly.simhash), 6) << "three words of four hundred";
}
TEST(TextPrint, NumbersCaseAndShortWordsDoNotCount) {
  const std::string text = numbered_words(0, 100);
  std::string upper = text;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(text_print(text), text_print("17:35 of the 2026-11-30 " + upper + " a 1,780,000"));
}
TEST(TextPrint, ChineseIsReadByPairs) {
  const std::string a = "本公司提供独立服务器租用与托管服务并为客户办理备案手续与技术支持全天候值守机房环境安全可靠";
  const TextPrint print = text_print(a);
  EXPECT_TRUE(print.says());
  EXPECT_EQ(words_in_common(print, text_print(a + "。")), 1);
}
TEST(TextPrint, AShortTextSaysNothing) {
  EXPECT_FALSE(text_print("Welcome to this website, which is under construction").says());
  EXPECT_EQ(words_in_common(text_print("welcome friends"), text_print("welcome friends")), 0);
  EXPECT_FALSE(text_print("").says());
  EXPECT_FALSE(text_print(std::string("\xFF\xFE\x00\x80", 4)).says());
}

// Of the reference program (SMHasher) and of the published hash of icons.
TEST(Icons, MurmurHasItsPublishedValues) {
  EXPECT_EQ(murmur3_32("", 0), 0u);
  EXPECT_EQ(murmur3_32("", 1), 0x514E28B7u);
  EXPECT_EQ(murmur3_32("hello", 0), 0x248BFA47u);
  EXPECT_EQ(murmur3_32("hello, world", 0), 0x149BBB7Fu);
  EXPECT_EQ(murmur3_32("The quick brown fox jumps over the lazy dog", 0), 0x2E4FF723u);
}
TEST(Icons, AreHashedAsLinesOfBase64) {
  EXPECT_EQ(favicon_hash("abc"), static_cast<std::int32_t>(murmur3_32("YWJj\n", 0)));
  const std::string bytes(60, 'x');  // 80 letters: a line of 76 and one of 4
  const std::string text = to_base64(bytes);
  EXPECT_EQ(favicon_hash(bytes),
            static_cast<std::int32_t>(murmur3_32(text.substr(0, 76) + "\n" + text.substr(76) + "\n", 0)));
  EXPECT_EQ(favicon_hash(""), 0);
}
TEST(Icons, ErrorPagesAreNone) {
  EXPECT_FALSE(is_icon("<html>not found", "text/html"));
  EXPECT_FALSE(is_icon("", "image/x-icon"));
  EXPECT_TRUE(is_icon(std::string("\0\0\1\0", 4), "application/octet-stream"));
  EXPECT_TRUE(is_icon("<svg/>", "image/svg+xml"));
}

TEST(Accounts, AreFoundBySureSigns) {
  const AccountIds ids = account_ids(
      R"(<script>gtag('config','G-ABCDE12345');ga('create','UA-1234567-2');</script>
         <script src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"></script>
         <p>Pay to TJRabPrwbZy45sbavfcjinPJC18kjpRTv8 or 0x52908400098527886E0F7030069857D2E4169EE7.</p>)");
  EXPECT_THAT(ids.analytics,
              ::testing::ElementsAre(AccountId{"baidu", "0123456789abcdef0123456789abcdef"},
                                     AccountId{"google", "G-ABCDE12345"}, AccountId{"google", "UA-1234567"}));
  EXPECT_THAT(ids.payments, ::testing::ElementsAre(AccountId{"ethereum", "0x52908400098527886E0F7030069857D2E4169EE7"},
                                                   AccountId{"tron", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"}));
}
TEST(Accounts, WordsAreNone) {
  const AccountIds ids = account_ids("DELUXE-UA-1234567 G-string Thequickbrownfoxjumpsoverthelazydogs ym(1) 0x1234");
  EXPECT_TRUE(ids.analytics.empty());
  EXPECT_TRUE(ids.payments.empty());
}
TEST(Accounts, AreBounded) {
  std::string many;
  for (int i = 0; i < 500; ++i) many += "\"UA-" + std::to_string(1'000'000 + i) + "-1\" ";
  EXPECT_LE(account_ids(many).analytics.size(), kIdsMax);
}

const char* const kThemed =
    R"(<html><body class="home"><div class="top"><nav class="menu"><ul><li><a>A</a></li></ul></nav></div>
       <main class="page"><section class="hero"><h1>T</h1></section><section class="cards"><article class="card"><p>x</p></article>
       </section></main><footer class="foot"><form class="mail"><input><button></button></form></footer></body></html>)";

TEST(Structure, StaysWhenTextsAndRowsChange) {
  std::string other = kThemed;
  const auto card = other.find("<article");
  for (int i = 0; i < 5; ++i) other.insert(card, R"(<article class="card"><p>more <b>words</b></p><p>y</p></article>)");
  EXPECT_NE(template_of(kThemed), 0u);
  EXPECT_EQ(template_of(kThemed), template_of(other));
  std::string renamed = kThemed;
  renamed.replace(renamed.find("hero"), 4, "lead");
  EXPECT_NE(template_of(kThemed), template_of(renamed));
  EXPECT_EQ(template_of("<html><body><p>little</p></body></html>"), 0u);
}

std::string self_signed(EVP_PKEY* key, long serial) {
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), &X509_free);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 86400);
  X509_set_pubkey(made.get(), key);
  X509_sign(made.get(), key, EVP_sha256());
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_X509(out.get(), made.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}
TEST(Certificates, AreKnownByTheirKey) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> one(EVP_EC_gen("P-256"), &EVP_PKEY_free),
      two(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::string key = certificate_key(self_signed(one.get(), 1));
  EXPECT_EQ(key.size(), 64u);
  EXPECT_EQ(key, certificate_key(self_signed(one.get(), 2))) << "renewed";
  EXPECT_NE(key, certificate_key(self_signed(two.get(), 1)));
  EXPECT_EQ(certificate_key("no certificate"), "");
}

Print full_print() {
  Print out;
  out.text = text_print(numbered_words(0, 300));
  out.pictures = {{{1, 2, 3, 4}}, {{5, 6, 7, 8}}};
  out.favicon = -1234567;
  out.certificate_key = std::string(64, 'a');
  out.accounts = {{{"google", "UA-1234567"}}, {{"tron", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"}}};
  out.structure = 0xFEDCBA9876543210ull;
  out.address = "192.0.2.1";
  out.registrant = "subject-1";
  return out;
}
TEST(Prints, ComeBackFromTheirText) {
  for (const Print& each : {full_print(), Print()}) {
    const auto back = print_from_json(to_json(each));
    ASSERT_TRUE(back.ok()) << back.error().sentence;
    EXPECT_EQ(*back, each);
  }
  for (const char* bad : {"", "{}", "[]", R"({"pictures":["xyz"]})", R"({"text":{"simhash":"1"}})"})
    EXPECT_EQ(print_from_json(bad).error().code, "print_form") << bad;
}

TEST(Rules, WhatIsCommonWeighsNothing) {
  EXPECT_EQ(rarity(1, 100), 1);
  EXPECT_EQ(rarity(100, 100), 0);
  EXPECT_GT(rarity(10, 100), rarity(50, 100));
  const Print print = full_print();
  const auto rare = compare(print, print, [](const std::string&) { return 0; });
  const auto common = compare(print, print, [](const std::string&) { return kCountedMax; });
  EXPECT_GT(rare.value, 0.99);
  EXPECT_EQ(rare.reasons.size(), 9u);
  EXPECT_TRUE(rare.shows());
  EXPECT_EQ(common.value, 0);
  EXPECT_TRUE(common.reasons.empty());
}
TEST(Rules, CompanyAloneShowsNothing) {
  Print a = full_print(), b = full_print();
  b.text = text_print(numbered_words(5000, 5300));
  b.pictures.clear();
  const auto found = compare(a, b, [](const std::string&) { return 0; });
  EXPECT_GT(found.value, 0.9) << "an edge of the graph";
  EXPECT_FALSE(found.shows()) << "and no suspicion";
}
TEST(Rules, PaymentsAreNeverTold) {
  const auto found = compare(full_print(), full_print(), [](const std::string&) { return 0; });
  EXPECT_EQ(to_json(found.reasons).find("TJRab"), std::string::npos);
  EXPECT_NE(to_json(found.reasons).find("UA-1234567"), std::string::npos);
}
TEST(Traits, FindPicturesUpToFifteenBits) {
  Print print;
  print.pictures = {{{0x0123456789ABCDEFull, 2, 3, 4}}};
  Print other = print;
  for (int piece = 0; piece < 7; ++piece)  // two bits in seven pieces, one in the eighth: fifteen
    other.pictures[0].words[static_cast<std::size_t>(piece / 2)] ^= 3ull << (32 * (piece % 2) + 4);
  other.pictures[0].words[3] ^= 1ull << 40;
  ASSERT_EQ(hashes::distance(print.pictures[0], other.pictures[0]), 15);
  auto asked = traits_of(other);
  const auto nearly = near_traits_of(other);
  asked.insert(asked.end(), nearly.begin(), nearly.end());
  const auto kept = traits_of(print);
  EXPECT_TRUE(std::any_of(kept.begin(), kept.end(), [&](const std::string& trait) {
    return std::find(asked.begin(), asked.end(), trait) != asked.end();
  }));
}

}  // namespace
}  // namespace muster::likeness
