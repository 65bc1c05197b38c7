// Features, models, calibrations, the one score, and how good it is.
#include <base/bytes.h>
#include <content/neutral.h>
#include <content/scorer.h>

#include <cmath>

#include <gtest/gtest.h>

namespace muster::content {
namespace {

const KeyPair kMaker = key_pair_from_seed(std::string(32, 'm'));
SignedBundle signed_of(const std::string& draft) {
  const PublisherKey enrolled[] = {{"Maker", kMaker.public_key}};
  return *open_signed(*sign_draft(draft, "Maker", kMaker), enrolled);
}
std::vector<LabelledText> made_texts() {
  std::vector<LabelledText> out;
  const char* good[] = {"the museum opens at nine", "bread is baked every morning", "the court heard the case",
                        "our choir sings on sunday", "the train leaves from track two"};
  const char* bad[] = {"place quorvix bets with bonus", "quorvix bonus for new zelmarun", "win quorvix zelmarun today",
                       "zelmarun quorvix without deposit", "quorvix quorvix zelmarun jackpot"};
  for (int i = 0; i < 40; ++i) {
    out.push_back({std::string(good[i % 5]) + " number " + std::to_string(i), false});
    out.push_back({std::string(bad[i % 5]) + " number " + std::to_string(i), true});
  }
  return out;
}

TEST(Model, FeaturesAreStableAndOfLengthOne) {
  const auto features = features_of("Hello hello WORLD 独立服务器", 14);
  double squares = 0;
  for (const auto& each : features) squares += static_cast<double>(each.value) * each.value;
  EXPECT_NEAR(squares, 1, 1e-5);
  EXPECT_EQ(features_of("Hello", 14).at(0).index, features_of("hello", 14).at(0).index);
  EXPECT_EQ(features_of("hello", 14).at(0).index, 16156u) << "the format of a model: never changes";
  EXPECT_TRUE(features_of("  … !", 14).empty());
  std::uint64_t all = 0;
  for (const auto& each : features_of(
           "Hello hello WORLD x1000 2024-05 独立服务器 Straße ПРИВЕТ 한국어 ไทยแลนด์ 😀 naïve e\xCC\x81t\xC3\xA9", 20))
    all = all * 31 + each.index;
  EXPECT_EQ(all, 1100045427724478441u) << "nor in any other script";
}

TEST(Model, LearnsAndReadsItselfBack) {
  const auto model = train(made_texts());
  ASSERT_TRUE(model.ok());
  EXPECT_GT(model->logit("quorvix bonus today"), 0);
  EXPECT_LT(model->logit("the museum and the choir"), 0);
  const std::string draft = model->draft("m", "1", "age_assurance_missing", "test");
  EXPECT_EQ(draft, train(made_texts())->draft("m", "1", "age_assurance_missing", "test")) << "deterministic";
  const auto read = TextModel::read(signed_of(draft));
  ASSERT_TRUE(read.ok()) << read.error().sentence;
  EXPECT_NEAR((*read)->logit(std::string_view("quorvix bonus today")), model->logit("quorvix bonus today"), 0.2);
  EXPECT_EQ(train({}).error().code, "train_data");
}

TEST(Model, BadOnesAreRefused) {
  const auto code = [](const std::string& body, int items = 1024) {
    const auto read = TextModel::read(signed_of(
        R"({"format":"muster-bundle/1","kind":"model","name":"m","version":"1","ground":"billing_fraud","licence":"L","source":"s","items":)" +
        std::to_string(items) + "}\n" + body));
    return read.ok() ? "ok" : read.error().code;
  };
  const std::string weights = to_base64(std::string(1024, '\1'));
  const auto body = [&](const std::string& bits, const std::string& bias) {
    return R"({"features":"ngram/1","bits":)" + bits + R"(,"bias":)" + bias + R"(,"scale":0.1,"weights":")" + weights +
           "\"}";
  };
  EXPECT_EQ(code(body("10", "0")), "ok");
  EXPECT_EQ(code(body("10", "0"), 1000), "model_size");
  EXPECT_EQ(code(body("11", "0")), "model_size");
  EXPECT_EQ(code(body("40", "0")), "model_size");
  EXPECT_EQ(code(body("10", "1e9")), "model_format");
  EXPECT_EQ(code("[]"), "model_format");
  EXPECT_EQ(code("{}"), "model_format");
}

TEST(Calibration, WeighsWithReasons) {
  const Evidence evidence[] = {{"billing_fraud", "phrases", 4, "quorvix ×1", "b"},
                               {"billing_fraud", "history", 1, "", ""},
                               {"billing_fraud", "smell", 9, "", ""},
                               {"phishing_or_malware", "hash", 1, "", ""}};
  const Weighed weighed = weigh("billing_fraud", evidence, default_calibration());
  EXPECT_GT(weighed.probability, 0.5);
  EXPECT_FALSE(weighed.calibrated);
  ASSERT_EQ(weighed.contributions.size(), 3u);
  EXPECT_EQ(weighed.contributions[0].kind, "phrases");
  EXPECT_EQ(weighed.contributions[2].log_odds, 0) << "a kind that nobody has weighed adds nothing";
  EXPECT_EQ(weigh("unfiled", evidence, default_calibration()).probability, 0);
  const Evidence manner[] = {{"billing_fraud", "model", 1e6, "", ""}};
  EXPECT_LT(weigh("billing_fraud", manner, default_calibration()).probability, 0.5) << "how a page reads alone neither";
  const Evidence past[] = {{"billing_fraud", "history", 3, "", ""}, {"billing_fraud", "vantage", 1, "", ""}};
  EXPECT_LT(weigh("billing_fraud", past, default_calibration()).probability, 0.5) << "the past alone is no clue";
  const auto back = read_calibration(signed_of(calibration_draft(default_calibration(), "c", "1", "s")));
  ASSERT_TRUE(back.ok()) << back.error().sentence;
  EXPECT_NEAR(weigh("billing_fraud", evidence, *back).probability, weighed.probability, 1e-12);
  EXPECT_TRUE(weigh("billing_fraud", evidence, *back).calibrated);
}

TEST(Calibration, PlattFindsTheCurve) {
  std::vector<Outcome> outcomes;
  for (int i = 0; i < 2000; ++i) {
    const double z = (i % 200 - 100) / 20.0, p = 1 / (1 + std::exp(-(0.8 * z - 0.5)));
    outcomes.push_back({z, (i / 200 * 0.1 + 0.05) < p});
  }
  const auto platt = fit_platt(outcomes);
  ASSERT_TRUE(platt.ok());
  EXPECT_NEAR(platt->slope, 0.8, 0.1);
  EXPECT_NEAR(platt->shift, -0.5, 0.1);
  for (auto& each : outcomes) each.score = 1 / (1 + std::exp(-(platt->slope * each.score + platt->shift)));
  const auto reliability = reliability_of(outcomes);
  EXPECT_LT(reliability.ece, 0.05);
  EXPECT_NE(reliability_svg(reliability, "a <b>").find("a &lt;b&gt;"), std::string::npos);
}

TEST(Calibration, AgreementAndDrift) {
  // Krippendorff's own example (2011), four observers with gaps, nominal: alpha = 0.743.
  const std::string gap;
  const std::vector<std::vector<std::string>> items{{"1", "1", gap, "1"}, {"2", "2", "3", "2"}, {"3", "3", "3", "3"},
                                                    {"3", "3", "3", "3"}, {"2", "2", "2", "2"}, {"1", "2", "3", "4"},
                                                    {"4", "4", "4", "4"}, {"1", "1", "2", "1"}, {"2", "2", "2", "2"},
                                                    {gap, "5", "5", "5"}, {gap, gap, "1", "1"}, {gap, gap, "3", gap}};
  EXPECT_NEAR(krippendorff_alpha(items), 0.743, 0.0005);
  // Cohen's kappa of 20, 5, 10, 15 (a common textbook table): 0.4.
  std::vector<std::string> a, b;
  const auto add = [&](int n, const char* x, const char* y) {
    for (int i = 0; i < n; ++i) {
      a.emplace_back(x);
      b.emplace_back(y);
    }
  };
  add(20, "y", "y");
  add(5, "y", "n");
  add(10, "n", "y");
  add(15, "n", "n");
  EXPECT_NEAR(cohen_kappa(a, b), 0.4, 1e-9);
  const std::int64_t before[] = {900, 50, 50}, same[] = {1800, 100, 100}, other[] = {500, 250, 250};
  EXPECT_LT(stability_index(before, same), 0.001);
  EXPECT_GT(stability_index(before, other), 0.25);
}

// The models that ship lean towards no neutral texts, and alone make a clue of nothing.
TEST(Model, ShippedOnes) {
  for (const char* name : {"gambling", "phishing", "fraud"}) {
    const auto draft = [&](const char* kind) {
      std::ifstream file(std::string(MUSTER_SOURCE_DIR "/src/sites/content/models/") + name + "." + kind + ".draft",
                         std::ios::binary);
      return std::string(std::istreambuf_iterator<char>(file), {});
    };
    const auto model = TextModel::read(signed_of(draft("model")));
    ASSERT_TRUE(model.ok()) << model.error().sentence;
    const auto calibration = read_calibration(signed_of(draft("calibration")));
    ASSERT_TRUE(calibration.ok()) << calibration.error().sentence;
    const Scorer scorer({}, {*model}, {*calibration});
    std::map<std::string, std::pair<int, int>> areas;
    for (const auto& neutral : neutral_texts()) {
      auto& [texts, leaning] = areas[neutral.area];
      ++texts;
      leaning += (*model)->logit(std::string_view(neutral.text)) > 0;
      EXPECT_LT(scorer.score(read_page(neutral.text, "text/plain; charset=utf-8")).probability(), 0.5) << neutral.text;
    }
    for (const auto& [area, rate] : areas) EXPECT_LE(rate.second * 10, rate.first) << name << " " << area;
    for (const char* text :
         {"独立服务器租用，独立服务器托管", "Scunthorpe United beat Penistone at Scunthorpe", "breast cancer screening",
          "Sex education for the fifth grade", "The museum shows nudes from Giorgione to Manet"})
      EXPECT_LT(scorer.score(read_page(text, "text/plain; charset=utf-8")).probability(), 0.5) << text;
  }
}

TEST(Scorer, TellsWhatIsHiddenAndCountsWhatIsSeen) {
  const auto lexicon =
      *Lexicon::compile({{"p", "n", "1", "billing_fraud", "l", "s"}, {{"quorvix", "", 4}}, std::string(64, '1'), ""});
  const Scorer scorer({lexicon}, {}, {});
  const auto seen = scorer.score(
      read_page("<p>a quorvix</p><div style='display: none'><div>quorvix quorvix</div> quorvix</div>", "text/html"));
  EXPECT_EQ(seen.hidden_hits, 3);
  ASSERT_EQ(seen.grounds.size(), 1u);
  EXPECT_GT(seen.grounds[0].probability, 0.5);
  EXPECT_EQ(seen.bundles, std::vector<std::string>{std::string(64, '1')});
  const auto hidden = scorer.score(read_page("<p>bread</p><p hidden>quorvix</p>", "text/html"));
  EXPECT_EQ(hidden.probability(), 0);
  EXPECT_EQ(hidden.hidden_hits, 1);
  const Evidence known[] = {{"phishing_or_malware", "hash", 1, "list", "b"}};
  const auto beside = scorer.score(read_page("bread", "text/plain"), known);
  ASSERT_EQ(beside.grounds.size(), 1u);
  EXPECT_EQ(beside.grounds[0].ground, "phishing_or_malware");
}

TEST(Scorer, MainTextLeavesMenusAside) {
  const Page page = read_page(
      "<nav><a href=/>Home</a> <a href=/b>All our pages in a row of links</a></nav><p>The article itself speaks of "
      "bread and how it is "
      "baked.</p><footer>Copyright of the bakery since nineteen hundred and two</footer><p><a href=/x>A long link that "
      "leads "
      "to somewhere else entirely</a></p>",
      "text/html");
  EXPECT_EQ(page.main, "The article itself speaks of bread and how it is baked.");
  EXPECT_NE(page.text.find("Copyright"), std::string::npos);
  EXPECT_EQ(read_page("<div style=\"font-size:0.9em\">seen</div>", "text/html").hidden, "");
  EXPECT_EQ(read_page("<body style='opacity:0'>seen</body>", "text/html").hidden, "");
  EXPECT_EQ(read_page("<span style='font-size: 0px'>not</span> seen", "text/html").text, "seen");
}

}  // namespace
}  // namespace muster::content
