#include <testing/web_address.h>

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <reports/read.h>

namespace muster::reports {
namespace {

using ::testing::ElementsAre;

std::string specimen(const std::string& name) {
  std::ifstream file(std::string(MUSTER_SOURCE_DIR) + "/src/sites/reports/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
std::vector<std::string> faults_of(const Result<ToldFile>& file) {
  std::vector<std::string> out;
  if (!file.ok()) return {file.error().code};
  for (const ToldFault& f : file->faults)
    out.push_back(std::to_string(f.line) + " " + f.error.code + " " + f.error.field);
  return out;
}
std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::logic_error("not in the specimen: " + std::string(what));
  return text.replace(at, what.size(), with);
}

TEST(Arf, ReadsTheExamplesOfTheStandard) {
  const auto simple = read_arf(specimen("arf_fuzz_seeds/simple"));
  ASSERT_EQ(simple->told.size(), 1U) << simple->faults.at(0).error.sentence;
  EXPECT_THAT(simple->told[0].addresses, ElementsAre("http://earn.money.example/now"));
  EXPECT_EQ(simple->told[0].kind, "abuse");
  EXPECT_EQ(simple->told[0].ground, "") << "spam is no ground of ours";
  const auto full = read_arf(specimen("arf_fuzz_seeds/full"));
  ASSERT_EQ(full->told.size(), 1U);
  EXPECT_THAT(full->told[0].addresses, ElementsAre("http://login.bank.example/earn_money.html"))
      << "what the report names, not what the message links to";
  EXPECT_EQ(full->told[0].ground, "phishing_or_malware");
  EXPECT_EQ(full->told[0].words, "It imitates the sign-in of a bank.");
}

TEST(Arf, ReadsSeveralOutOfOneFile) {
  const std::string both = specimen("arf_fuzz_seeds/mbox") + "\nFrom c@mail.example x\nSubject: no report\n\nHello\n";
  const auto read = read_arf(both);
  ASSERT_EQ(read->told.size(), 2U);
  EXPECT_EQ(read->told[0].line, 1);
  EXPECT_GT(read->told[1].line, 30);
  ASSERT_EQ(read->faults.size(), 1U);
  EXPECT_EQ(read->faults[0].error.code, "arf_not_multipart");
  EXPECT_GT(read->faults[0].line, read->told[1].line);
}

TEST(Arf, DecodesWhatIsQuoted) {
  std::string mail = specimen("arf_fuzz_seeds/simple");
  mail = replaced(mail, "Content-type: text/plain\n",
                  "Content-type: text/html\nContent-Transfer-Encoding: quoted-printable\n");
  mail = replaced(mail, "see http://earn.money.example/now,", "<a href=3D\"http://soft.exam=\nple/%41\">here</a>,");
  EXPECT_THAT(read_arf(mail)->told.at(0).addresses,
              ElementsAre("http://soft.example/%41", "http://earn.money.example/now"));
}

TEST(Arf, RefusesWhatIsNone) {
  const std::string good = specimen("arf_fuzz_seeds/full");
  EXPECT_THAT(faults_of(read_arf("")), ElementsAre());
  EXPECT_THAT(faults_of(read_arf("Hello\n")), ElementsAre("1 arf_not_multipart content-type"));
  EXPECT_THAT(faults_of(read_arf(replaced(good, "Version: 1\r\n", ""))), ElementsAre("1 arf_field_missing version"));
  EXPECT_THAT(faults_of(read_arf(replaced(good, "Version: 1\r\n", "Version: 9\r\n"))),
              ElementsAre("1 arf_version version"));
  EXPECT_THAT(faults_of(read_arf(replaced(good, "message/feedback-report", "text/x-other"))),
              ElementsAre("1 arf_no_report content-type"));
  std::string bare = replaced(good, "Reported-URI: http://login.bank.example/earn_money.html\r\n", "");
  bare = replaced(replaced(bare, "Reported-Domain: example.net\r\n", ""), "http://quoted.example/", "");
  EXPECT_THAT(faults_of(read_arf(bare)), ElementsAre("1 arf_no_address reported-uri"));
}

TEST(Arf, HoldsItsLimits) {
  std::string head = "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n";
  std::string many = head;
  for (int i = 0; i < 200; ++i) many += "--b\r\n\r\nx\r\n";
  EXPECT_THAT(faults_of(read_arf(many + "--b--")), ElementsAre("1 arf_too_many_parts "));
  std::string deep = head;
  for (int i = 0; i < 100; ++i)
    deep += "--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
  const auto nested = faults_of(read_arf(deep));
  ASSERT_EQ(nested.size(), 1U);
  EXPECT_TRUE(nested[0] == "1 arf_too_deep " || nested[0] == "1 arf_too_many_parts ") << nested[0];
  EXPECT_THAT(faults_of(read_arf("A: " + std::string(10'000, 'x') + "\n\n")), ElementsAre("1 arf_too_large "));
  std::string fields;
  for (int i = 0; i < 600; ++i) fields += "A: b\n";
  EXPECT_THAT(faults_of(read_arf(fields)), ElementsAre("1 arf_too_large "));
  EXPECT_THAT(faults_of(read_arf(std::string(kEntryMax + 1, 'x'))), ElementsAre("1 arf_too_large "));
  EXPECT_THAT(faults_of(read_arf(std::string(kFileMax + 1, 'x'))), ElementsAre("file_too_large"));
  std::string links = specimen("arf_fuzz_seeds/simple"), more;
  for (int i = 0; i < 100; ++i) more += "http://a" + std::to_string(i) + ".example/ ";
  EXPECT_EQ(read_arf(replaced(links, "Spam Spam Spam\n", more + "\n"))->told.at(0).addresses.size(), kAddressesMax);
}

TEST(Arf, ReadsWhatWasCutOff) {
  const std::string good = specimen("arf_fuzz_seeds/full");
  for (std::size_t size = 0; size < good.size(); size += 7) {
    const auto read = read_arf(good.substr(0, size));
    ASSERT_TRUE(read.ok());
    for (const Told& told : read->told) EXPECT_FALSE(told.addresses.empty());
  }
}

TEST(Xarf, ReadsObjectsArraysAndLines) {
  const auto one = read_xarf(specimen("xarf_fuzz_seeds/one"));
  ASSERT_EQ(one->told.size(), 1U);
  EXPECT_THAT(one->told[0].addresses, ElementsAre("https://login.bank.example/auth"));
  EXPECT_EQ(one->told[0].kind, "content/phishing");
  EXPECT_EQ(one->told[0].ground, "phishing_or_malware");
  EXPECT_EQ(one->told[0].words, "Imitates the sign-in of a bank.");
  const auto array = read_xarf(specimen("xarf_fuzz_seeds/array"));
  EXPECT_EQ(array->told.size(), 2U);
  EXPECT_THAT(faults_of(array), ElementsAre("3 xarf_no_address category"));
  const auto lines = read_xarf(specimen("xarf_fuzz_seeds/lines"));
  ASSERT_EQ(lines->told.size(), 2U);
  EXPECT_EQ(lines->told[1].line, 3);
  EXPECT_THAT(faults_of(lines), ElementsAre("2 xarf_version xarf_version"));
}

TEST(Xarf, KnowsWhatEachKindIsAbout) {
  const std::string good = specimen("xarf_fuzz_seeds/one");
  const auto ground = [&](std::string_view type) {
    return read_xarf(replaced(good, R"("type": "phishing")", "\"type\": \"" + std::string(type) + "\""))
        ->told.at(0)
        .ground;
  };
  EXPECT_EQ(ground("malware"), "phishing_or_malware");
  EXPECT_EQ(ground("csam"), "child_abuse_material");
  EXPECT_EQ(ground("csem"), "child_abuse_material");
  EXPECT_EQ(ground("brand_infringement"), "");
}

TEST(Xarf, SaysTheFieldAtFault) {
  const std::string good = specimen("xarf_fuzz_seeds/one");
  const auto without = [&](std::string_view field, std::string_view with) {
    return faults_of(read_xarf(replaced(good, field, with)));
  };
  EXPECT_THAT(without("\"report_id\"", "\"x\""), ElementsAre("1 xarf_field_missing report_id"));
  EXPECT_THAT(without("b2c3d4e5-f6a7", "b2c3d4e5+f6a7"), ElementsAre("1 xarf_field_form report_id"));
  EXPECT_THAT(without("2026-01-15T15:15:24Z", "yesterday"), ElementsAre("1 xarf_field_form timestamp"));
  EXPECT_THAT(without("\"contact\"", "\"x\""), ElementsAre("1 xarf_field_missing reporter.contact"));
  EXPECT_THAT(without("\"content\"", "\"weather\""), ElementsAre("1 xarf_category category"));
  EXPECT_THAT(without("\"4.2.0\"", "\"4.x.0\""), ElementsAre("1 xarf_version xarf_version"));
  EXPECT_THAT(without("\"4.2.0\"", "4"), ElementsAre("1 xarf_field_form xarf_version"));
  EXPECT_THAT(without("\"url\"", "\"x\""), ElementsAre("1 xarf_no_address url"));
}

TEST(Xarf, RefusesWhatIsNone) {
  EXPECT_THAT(faults_of(read_xarf("")), ElementsAre("xarf_json"));
  EXPECT_THAT(faults_of(read_xarf("{")), ElementsAre("xarf_json"));
  EXPECT_THAT(faults_of(read_xarf("\xff\xfe{}")), ElementsAre("xarf_json"));
  EXPECT_THAT(faults_of(read_xarf(std::string(5'000, '['))), ElementsAre("xarf_json"));
  EXPECT_THAT(faults_of(read_xarf("[1,[],\"x\"]")), ElementsAre("1 xarf_json ", "2 xarf_json ", "3 xarf_json "));
  EXPECT_THAT(faults_of(read_xarf(std::string(kFileMax + 1, ' '))), ElementsAre("file_too_large"));
}

TEST(Read, FindsAddressesInTexts) {
  EXPECT_THAT(
      addresses_in("See https://a.example/x?y=(1). Or <http://b.example>, http://a.example/\xE4\xB8\xAD, http:// and "
                   "httpx://c.example https://a.example/x?y=(1)"),
      ElementsAre("https://a.example/x?y=(1", "http://b.example", "http://a.example/\xE4\xB8\xAD"));
  EXPECT_TRUE(addresses_in("http://" + std::string(3'000, 'a')).empty()) << "too long to be one";
  EXPECT_EQ(plain_words("a\r\nb\x01"
                        "c\xc2\x85"
                        "d",
                        100),
            "a\nb c d");
  EXPECT_EQ(plain_words("中中", 4), "中");
  EXPECT_EQ(plain_words("\xff", 100), "");
}

}  // namespace
}  // namespace muster::reports
