// How terms are hidden, and that they are found; that ordinary words aren't taken for hidden ones.
#include "evasion.h"

#include "alike.h"
#include "han.h"
#include "normal.h"
#include <content/lexicon.h>
#include <content/neutral.h>

#include <filesystem>
#include <iomanip>

#include <embedded_lexicons.h>
#include <gtest/gtest.h>

namespace muster::content {
namespace {

const KeyPair kSigner = key_pair_from_seed(std::string(32, 'e'));

std::shared_ptr<const Lexicon> shipped_lexicon(std::string_view name) {
  const PublisherKey enrolled[] = {{"Test publisher", kSigner.public_key}};
  for (const EmbeddedFile& file : muster_lexicons::files())
    if (file.path == name)
      return *Lexicon::compile(*open_bundle(*sign_draft(file.bytes, "Test publisher", kSigner), enrolled));
  throw std::runtime_error("no such lexicon: " + std::string(name));
}
std::shared_ptr<const Lexicon> made_of(std::vector<Term> terms) {
  return *Lexicon::compile(
      {{"p", "n", "1", "explicit_unlawful", "l", "s"}, std::move(terms), std::string(64, '0'), ""});
}
Page text_page(std::string_view text, std::string language = {}) {
  Page page = read_page(text, "text/plain; charset=utf-8");
  page.language = std::move(language);
  return page;
}
std::string spelling_of(const Lexicon& lexicon, const char* text) {
  const Score score = lexicon.score(text_page(text));
  return score.reasons.empty() ? "none" : score.reasons[0].spelling;
}

TEST(Evasion, TraditionalIsSimplified) {
  std::string text = "網上賭場與獨立伺服器 abc 國";
  simplify(text);
  EXPECT_EQ(text, "网上赌场与独立伺服器 abc 国");
  EXPECT_EQ(pinyin("赌博网站"), "du bo wang zhan");
  EXPECT_EQ(pinyin("abc"), "");
}

TEST(Evasion, EverySpellingIsFoundAndNamed) {
  const auto latin = made_of({{"quorvix casino", "", 2}, {"zelmarun", "", 2}, {"línea quorta", "es", 2}});
  EXPECT_EQ(spelling_of(*latin, "the Quorvix Casino of today"), "");
  EXPECT_EQ(spelling_of(*latin, "quorvix-casino"), "hyphenated");
  EXPECT_EQ(spelling_of(*latin, "quorvixcasino"), "joined");
  EXPECT_EQ(spelling_of(*latin, "quorv1x c4sin0 today"), "alike");
  EXPECT_EQ(spelling_of(*latin, "quоrviх сasino"), "alike") << "Cyrillic о, х, с";
  EXPECT_EQ(spelling_of(*latin, "z3lm@run"), "alike");
  EXPECT_EQ(spelling_of(*latin, "zélmàrun!"), "alike");
  EXPECT_EQ(spelling_of(*latin, "now z e l m a r u n here"), "spaced");
  EXPECT_EQ(spelling_of(*latin, "z.e.l.m.a.r.u.n"), "spaced");
  EXPECT_EQ(spelling_of(*latin, "z-3-l-m-a-r-u-n"), "spaced");
  EXPECT_EQ(spelling_of(*latin, "q u o r v i x  c a s i n o"), "spaced");
  EXPECT_EQ(spelling_of(*latin, "la linea quorta"), "unaccented");
  EXPECT_EQ(spelling_of(*latin, "zel\xE2\x80\x8Bmarun"), "");
  const auto han = made_of({{"网上赌场", "zh", 2}, {"百家乐平台", "zh", 2}});
  EXPECT_EQ(spelling_of(*han, "歡迎來到網上賭場，立即加入"), "");
  EXPECT_EQ(spelling_of(*han, "最好的网上 赌场"), "split");
  EXPECT_EQ(spelling_of(*han, "网 上 赌 场"), "spaced");
  EXPECT_EQ(spelling_of(*han, "网*上*赌*场"), "spaced");
  EXPECT_EQ(spelling_of(*han, "wangshang duchang"), "none") << "half joined is not looked for";
  EXPECT_EQ(spelling_of(*han, "lai wangshangduchang ba"), "pinyin");
  EXPECT_EQ(spelling_of(*han, "lai wang shang du chang ba"), "pinyin");
}

TEST(Evasion, OrdinaryWordsAreNoDisguise) {
  const auto one = made_of({{"casino", "", 2}, {"bail", "", 2}, {"slots", "", 2}, {"赌场", "zh", 2}});
  for (const char* text :
       {"cosina", "ball", "bai1iff 2", "s1ots2 mp3 h264 covid19", "A. B. C. D. E. casing", "c a s t l e",
        "slot5machine9", "i 1 l 1 i", "4514", "caslno", "赌注 场地", "cas ino", "Kasíno"}) {
    const Score score = one->score(text_page(text));
    EXPECT_TRUE(score.reasons.empty()) << text << " " << (score.reasons.empty() ? "" : score.reasons[0].term);
  }
  EXPECT_EQ(spelling_of(*one, "ba11"), "none") << "11 may be ll or il";
}

TEST(Evasion, OpenEndsAndParticles) {
  const auto one = made_of({{"казин*", "ru", 2}, {"도박", "ko", 2}, {"قمار", "ar", 2}});
  EXPECT_EQ(spelling_of(*one, "лучшее казино"), "");
  EXPECT_EQ(spelling_of(*one, "в казиношечкахнаших"), "none");
  EXPECT_EQ(spelling_of(*one, "온라인 도박을 합니다"), "");
  EXPECT_EQ(spelling_of(*one, "함도박"), "none");
  EXPECT_EQ(spelling_of(*one, "العاب القمار"), "");
  EXPECT_EQ(spelling_of(*one, "والقمار"), "");
  EXPECT_EQ(spelling_of(*one, "سقمار"), "none");
}

TEST(Evasion, Combinations) {
  Term near{"a + b", "", 2};
  near.all = {"quorvix", "zelmarun"};
  near.near = 3;
  near.none = {"museum"};
  Term far{"c + d", "", 2};
  far.all = {"ostravel", "mivendra"};
  const auto one = made_of({near, far});
  const auto count = [&](const char* text) {
    const Score score = one->score(text_page(text));
    return score.reasons.empty() ? 0 : score.reasons[0].count;
  };
  EXPECT_EQ(count("a quorvix with zelmarun"), 1);
  EXPECT_EQ(count("zelmarun, then a quorvix. Again quorvix zelmarun"), 2);
  EXPECT_EQ(count("quorvix one two three four zelmarun"), 0);
  EXPECT_EQ(count("quorvix with zelmarun in the museum"), 0);
  EXPECT_EQ(count("quorvix with zelmarun. The museum"), 1);
  EXPECT_EQ(count("quorvix"), 0);
  std::string apart = "ostravel";
  for (int i = 0; i < 100; ++i) apart += " word.";
  EXPECT_EQ(count((apart + " mivendra").c_str()), 1);
  Term exclusive{"gift", "", 2};
  exclusive.none = {"birthday"};
  const auto other = made_of({exclusive});
  EXPECT_EQ(spelling_of(*other, "a gift for you"), "");
  EXPECT_EQ(spelling_of(*other, "a birthday gift"), "none");
}

// Recall under each evasion, over all phrases of our own lexicons in a sentence of the page. Printed, and held to
// limits.
struct Disguise {
  const char* name;
  std::string (*make)(const std::string&);
  double least;  // of the terms that the disguise changes
};

std::string each_character(const std::string& text, std::string (*change)(const std::string&, int)) {
  std::string out;
  int n = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && (text[end] & 0xC0) == 0x80) ++end;
    out += change(text.substr(i, end - i), n++);
    i = end;
  }
  return out;
}
std::string leet(const std::string& text) {
  return each_character(text, [](const std::string& c, int n) -> std::string {
    static const std::map<std::string, std::string> kLeet{{"a", "4"}, {"e", "3"}, {"i", "1"}, {"o", "0"}, {"s", "5"}};
    const auto found = kLeet.find(c);
    return found == kLeet.end() || n % 3 == 0 ? c : found->second;
  });
}
std::string homoglyph(const std::string& text) {
  return each_character(text, [](const std::string& c, int n) -> std::string {
    static const std::map<std::string, std::string> kCyrillic{{"a", "а"}, {"e", "е"}, {"o", "о"},
                                                              {"c", "с"}, {"p", "р"}, {"x", "х"}};
    const auto found = kCyrillic.find(c);
    return found == kCyrillic.end() || n % 2 == 0 ? c : found->second;
  });
}
std::string zero_width(const std::string& text) {
  return each_character(text, [](const std::string& c, int n) { return n % 2 ? c + "\xE2\x80\x8B" : c; });
}
std::string full_width(const std::string& text) {
  return each_character(text, [](const std::string& c, int) -> std::string {
    if (c.size() != 1 || c[0] < 'a' || c[0] > 'z') return c;
    std::u32string wide(1, static_cast<char32_t>(0xFF41 + (c[0] - 'a')));
    return to_utf8(wide);
  });
}
std::string spaced(const std::string& text) {
  return each_character(text, [](const std::string& c, int n) { return n ? " " + c : c; });
}
std::string dotted(const std::string& text) {
  return each_character(text, [](const std::string& c, int n) { return n && c != " " ? "." + c : c == " " ? "" : c; });
}
std::string upper(const std::string& text) {
  return each_character(text, [](const std::string& c, int) -> std::string {
    return c.size() == 1 ? std::string(1, static_cast<char>(std::toupper(static_cast<unsigned char>(c[0])))) : c;
  });
}

TEST(Evasion, RecallUnderEachDisguise) {
  static constexpr Disguise kDisguises[] = {
      {"as written", [](const std::string& t) { return t; }, 0.99},
      {"capitals", upper, 0.97},
      {"zero width", zero_width, 0.99},
      {"full width", full_width, 0.97},
      {"leetspeak", leet, 0.80},
      {"homoglyphs", homoglyph, 0.80},
      {"spaced letters", spaced, 0.60},
      {"dotted letters", dotted, 0.60},
      {"hyphens",
       [](const std::string& t) {
         std::string o = t;
         std::replace(o.begin(), o.end(), ' ', '-');
         return o;
       },
       0.60},
  };
  std::cout << std::left << std::setw(16) << "EVASION" << std::right << std::setw(8) << "TERMS" << std::setw(8)
            << "FOUND" << std::setw(10) << "RECALL %\n";
  for (const Disguise& disguise : kDisguises) {
    int tried = 0, found = 0;
    for (const char* name : {"gambling.draft", "phishing.draft", "fraud.draft"}) {
      const auto lexicon = shipped_lexicon(name);
      for (const Term& term : lexicon->bundle().terms) {
        if (!term.all.empty()) continue;
        std::string text = term.text;
        if (text.ends_with('*')) text.pop_back();
        const std::string changed = disguise.make(text);
        if (disguise.make != kDisguises[0].make && changed == text) continue;
        ++tried;
        const Score score = lexicon->score(text_page("x, " + changed + ", y", term.language));
        found += std::any_of(score.reasons.begin(), score.reasons.end(),
                             [&](const Reason& r) { return r.term == term.text; });
      }
    }
    const double recall = tried ? static_cast<double>(found) / tried : 1;
    std::cout << std::left << std::setw(16) << disguise.name << std::right << std::setw(8) << tried << std::setw(8)
              << found << std::setw(9) << std::fixed << std::setprecision(1) << recall * 100 << "\n";
    EXPECT_GE(recall, disguise.least) << disguise.name;
  }
}

// Real prose that nobody wrote for this test: none of it may be a clue, and few texts may be hit at all.
TEST(Evasion, DebianDocumentsAreNoClueForAnyLexicon) {
  namespace fs = std::filesystem;
  std::vector<Page> pages;
  for (const auto& entry :
       fs::recursive_directory_iterator("/usr/share/doc", fs::directory_options::skip_permission_denied)) {
    if (pages.size() == 400) break;
    if (!entry.is_regular_file() || entry.path().extension() != ".html" || entry.file_size() > (1u << 20)) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    pages.push_back(read_page(std::string((std::istreambuf_iterator<char>(file)), {}), "text/html"));
  }
  ASSERT_GT(pages.size(), 5u) << "install debian-policy (script/bootstrap)";
  for (const char* name : {"gambling.draft", "phishing.draft", "fraud.draft", "naughty-words.draft"}) {
    const auto lexicon = shipped_lexicon(name);
    int hit = 0, clues = 0;
    for (const Page& page : pages) {
      const Score score = lexicon->score(page);
      hit += !score.reasons.empty();
      clues += score.is_clue();
    }
    std::cout << name << ": " << hit << " of " << pages.size() << " Debian documents hit, " << clues << " clues\n";
    EXPECT_EQ(clues, 0) << name;
    if (name != std::string_view("naughty-words.draft")) EXPECT_LE(hit * 100, static_cast<int>(pages.size())) << name;
  }
}

}  // namespace
}  // namespace muster::content
