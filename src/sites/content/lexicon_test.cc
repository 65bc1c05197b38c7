#include <content/lexicon.h>
#include <content/neutral.h>

#include <filesystem>

#include <embedded_lexicons.h>
#include <gtest/gtest.h>

namespace muster::content {
namespace {

const KeyPair kPublisher = key_pair_from_seed(std::string(32, 'k'));

Bundle shipped(std::string_view name) {
  const PublisherKey enrolled[] = {{"Test publisher", kPublisher.public_key}};
  for (const EmbeddedFile& file : muster_lexicons::files())
    if (file.path == name) return *open_bundle(*sign_draft(file.bytes, "Test publisher", kPublisher), enrolled);
  throw std::runtime_error("no such lexicon: " + std::string(name));
}
Bundle of(std::vector<Term> terms) {
  return {{"p", "n", "1", "explicit_unlawful", "l", "s"}, std::move(terms), std::string(64, '0'), ""};
}
std::shared_ptr<const Lexicon> lexicon(std::vector<Term> terms) {
  return *Lexicon::compile(of(std::move(terms)));
}
const Lexicon& words() {
  static const auto all = *Lexicon::compile(shipped("naughty-words.draft"));
  return *all;
}
Page plain(std::string_view text, std::string language = {}) {
  Page page = read_page(text, "text/plain; charset=utf-8");
  page.language = std::move(language);
  return page;
}

constexpr const char* kShipped[] = {"naughty-words.draft", "planted.draft", "gambling.draft", "phishing.draft",
                                    "fraud.draft"};

TEST(Lexicon, ShippedOnesPassTheNeutralCorpora) {
  for (const char* name : kShipped) {
    const auto lexicon = Lexicon::compile(shipped(name));
    ASSERT_TRUE(lexicon.ok()) << lexicon.error().sentence;
    const auto report = inspect_neutral(**lexicon);
    EXPECT_FALSE(report.refusal.has_value()) << name;
    for (const auto& hit : report.hits)
      std::cout << name << ": " << hit.term << " in " << hit.texts << " of " << hit.area << "\n";
    std::set<std::string> areas;
    for (const auto& rate : report.rates) {
      areas.insert(rate.area);
      EXPECT_EQ(rate.clues, 0) << rate.area;
    }
    EXPECT_EQ(areas, (std::set<std::string>{"press", "religion", "politics", "health", "law", "art", "places",
                                            "education", "trade"}));
  }
}

TEST(Lexicon, InnocentWordsAreNoClue) {
  for (const char* text :
       {"独立服务器租用，独立服务器托管，独立服务器自助重装", "Scunthorpe United beat Penistone at Scunthorpe",
        "breast cancer, breast cancer screening, breast cancer research",
        "Sex education for the fifth grade. Sex education helps.",
        "The Essex, Sussex and Middlesex county assassins' classic grass assembly",
        "mushrooms: shiitake, matsutake; cocktails; Hancock; cockpit", "同性质的问题",
        "一次性付款，可能性，重要性，个性化，男性女性均可"}) {
    const Score score = words().score(plain(text));
    EXPECT_FALSE(score.is_clue()) << text << " " << score.value;
    EXPECT_LT(score.value, 0.2) << text;
  }
  EXPECT_EQ(words().score(plain("Scunthorpe, Penistone, Lightwater, shiitake, Essex")).value, 0);
  EXPECT_EQ(words().score(plain("本公司提供独立服务器租用与托管服务")).value, 0);
}

// Real prose that nobody wrote for this test, and that no weight was fitted to: Debian's policy and other packages'
// documents.
TEST(Lexicon, DebianDocumentsAreNoClue) {
  namespace fs = std::filesystem;
  int pages = 0, hit = 0, clues = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator("/usr/share/doc", fs::directory_options::skip_permission_denied)) {
    if (pages == 400) break;
    if (!entry.is_regular_file() || entry.path().extension() != ".html" || entry.file_size() > (1u << 20)) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string body((std::istreambuf_iterator<char>(file)), {});
    const Score score = words().score(read_page(body, "text/html"));
    ++pages;
    hit += !score.reasons.empty();
    clues += score.is_clue();
    if (score.is_clue()) std::cout << entry.path() << " " << score.value << " " << score.reasons.at(0).term << "\n";
  }
  std::cout << clues << " of " << pages << " Debian documents are clues, " << hit << " have a hit\n";
  ASSERT_GT(pages, 5) << "install debian-policy (script/bootstrap)";
  EXPECT_EQ(clues, 0);
}

TEST(Lexicon, EveryTermOfTheBundleIsFoundWhereItStandsAlone) {
  // Recall: what the bundle names is found, in a text of its language, with any case and zero-width joints.
  const auto& terms = words().bundle().terms;
  int found = 0;
  for (const Term& term : terms) {
    const Score score = words().score(plain("\xE2\x80\x8B " + term.text + " .", term.language));
    found += !score.reasons.empty();
  }
  std::cout << found << " of " << terms.size() << " terms are found alone\n";
  EXPECT_GT(found * 1000.0 / static_cast<double>(terms.size()), 980);
}

TEST(Lexicon, PlantedMarkersAreAClueInContext) {
  const auto planted = *Lexicon::load(shipped("planted.draft"));
  const Score score = planted->score(plain("Our offer of today: planted-term-quorvix at half price. Order now."));
  EXPECT_TRUE(score.is_clue());
  ASSERT_EQ(score.hits.size(), 1u);
  EXPECT_EQ(score.hits[0].before, "Our offer of today: ");
  EXPECT_EQ(score.hits[0].match, "planted-term-quorvix");
  EXPECT_EQ(score.hits[0].after, " at half price. Order now.");
  EXPECT_EQ(score.hits[0].sentence, "Our offer of today: planted-term-quorvix at half price.");
  EXPECT_TRUE(planted->score(plain("本页为测试：栽植标记夸维，仅供演示。")).is_clue());
}

TEST(Lexicon, NothingHidesFromNormalising) {
  const auto one = lexicon({{"quorvix", "", 3}});
  for (const char* text :
       {"QuorVix", "ｑｕｏｒｖｉｘ", "quor\xE2\x80\x8Bvix", "quor\xC2\xADvix", "\xE2\x80\x8Fquorvix", "𝓺𝓾𝓸𝓻𝓿𝓲𝔁"})
    EXPECT_EQ(one->score(plain(text)).reasons.size(), 1u) << text;
  const Score score = one->score(plain("xx ＱＵＯＲ\xE2\x80\x8BＶＩＸ yy"));
  ASSERT_EQ(score.hits.size(), 1u);
  EXPECT_EQ(score.hits[0].match, "ＱＵＯＲ\xE2\x80\x8BＶＩＸ") << "shown as the page has it";
  EXPECT_EQ(score.hits[0].before, "xx ");
  // Where one changed character follows the other, each knows its place.
  const Score next = one->score(plain("！ＱＵＯＲＶＩＸ！ now"));
  ASSERT_EQ(next.hits.size(), 1u);
  EXPECT_EQ(next.hits[0].match, "ＱＵＯＲＶＩＸ");
  EXPECT_EQ(next.hits[0].after, "！ now");
  EXPECT_EQ(one->score(plain("a \xCC\xA7quorvix")).reasons.size(), 1u) << "a stray mark hides nothing";
  EXPECT_EQ(one->score(plain("a\xCC\xA7quorvix")).reasons.size(), 0u);
  EXPECT_EQ(one->score(plain("QUORVIX¸ x")).hits.at(0).match, "QUORVIX");
  EXPECT_EQ(score.hits[0].after, " yy");
}

TEST(Lexicon, WordBoundariesByScript) {
  const auto count = [](const char* term, const char* text) {
    const auto reasons = lexicon({{term, "", 1}})->score(plain(text)).reasons;
    return reasons.empty() ? 0 : reasons[0].count;
  };
  EXPECT_EQ(count("vix", "vix, quorvix vixen_ (vix) vix's é-vix évix"), 4);
  EXPECT_EQ(count("vix", "买vix吗"), 1) << "between characters of a script without spaces";
  EXPECT_EQ(count("вик", "викинг вик ВИК"), 2);
  EXPECT_EQ(count("立服", "独立服务器"), 0) << "across two words";
  EXPECT_EQ(count("服务器", "独立服务器"), 1);
  EXPECT_EQ(count("two words", "two  words two\nwords Two Words"), 2) << "white space is one, a block ends a phrase";
}

TEST(Lexicon, LongestTermCountsOnce) {
  const auto both = lexicon({{"alpha", "", 1}, {"alpha beta", "", 2}});
  const Score score = both->score(plain("alpha beta"));
  ASSERT_EQ(score.reasons.size(), 1u);
  EXPECT_EQ(score.reasons[0].term, "alpha beta");
}

TEST(Lexicon, ContextAndLanguageDamp) {
  const auto one = lexicon({{"quorvix", "en", 2}, {"zelmar", "sv", 2}});
  EXPECT_EQ(one->score(plain("the hospital's quorvix")).hits.at(0).damped, "medicine");
  EXPECT_EQ(one->score(plain("The hospital. A quorvix")).hits.at(0).damped, "") << "another sentence";
  EXPECT_EQ(one->score(plain("zelmar", "en")).hits.at(0).damped, "language");
  EXPECT_EQ(one->score(plain("zelmar", "sv")).hits.at(0).damped, "");
  EXPECT_LT(one->score(plain("zelmar", "en")).value, one->score(plain("zelmar", "sv")).value);
}

TEST(Lexicon, WhatAimsAtNeutralSubjectsIsRefused) {
  for (const std::vector<Term>& terms :
       {std::vector<Term>{{"church", "en", 4}, {"mosque", "en", 4}, {"temple", "en", 4}, {"prayer", "en", 4}},
        std::vector<Term>{
            {"independence", "en", 4}, {"opposition", "en", 4}, {"election", "en", 4}, {"parliament", "en", 4}},
        std::vector<Term>{{"独立", "zh", 4}}, std::vector<Term>{{"newspaper", "en", 4}, {"reporters", "en", 4}}}) {
    const auto loaded = Lexicon::load(of(terms));
    ASSERT_FALSE(loaded.ok()) << terms[0].text;
    EXPECT_EQ(loaded.error().code, "bundle_hits_neutral");
  }
}

TEST(Lexicon, HostileTextIsBounded) {
  const auto one = lexicon({{"a", "", 4}, {"quorvix", "", 4}});
  std::string many;
  while (many.size() < (3u << 20)) many += "a ";
  const Score score = one->score(plain(many));
  EXPECT_LE(score.hits.size(), kHitsMax);
  EXPECT_LT(score.value, 1.0001);
  (void)one->score(plain(std::string(1 << 20, '\xE7')));
}

}  // namespace
}  // namespace muster::content
