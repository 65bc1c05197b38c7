#include <base/bytes.h>
#include <jobs/jobs.h>
#include <testing/farm.h>
#include <testing/testing.h>
#include <vault/vault.h>

#include <filesystem>

#include <bundles/bundles.h>
#include <embedded_sites_migrations.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <reviews/reviews.h>
#include <support/test_database.h>

namespace muster::reviews {
namespace {

const content::KeyPair kReviewSigner = content::key_pair_from_seed(std::string(32, 'r'));

class Reviews : public ::testing::TestWithParam<store::Backend> {
 protected:
  Reviews()
      : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}),
        folder_(std::filesystem::temp_directory_path() / ("muster-reviews-" + recorder_.new_id())) {
    std::filesystem::create_directories(folder_);
    vault_ = std::make_unique<vault::Vault>(*vault::KeyRing::create(folder_ / "ring", clock_, random_), recorder_);
    bundles_ = std::make_unique<bundles::Service>(*db_, recorder_, every(), nullptr, folder_ / "bundles");
    testing::FetchOptions fetch;
    fetch.manners.host_delay = Duration::zero();
    testing_ = std::make_unique<testing::Service>(*db_, recorder_, *bundles_, nullptr, folder_.string(), fetch);
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    testing_->allow_farm(*testing::parse_farm(farm_.names_file()));
    reviews_ = std::make_unique<Service>(*db_, recorder_, every(), *vault_, *testing_, *bundles_);
  }
  ~Reviews() override { std::filesystem::remove_all(folder_); }
  // A policy by which everything closed is looked at twice.
  static const policy::Policy& every() {
    static const policy::Policy kEvery = [] {
      std::string text(policy::Policy::standard_text());
      const std::string usual = "second_review_percent = 5 ";
      text.replace(text.find(usual), usual.size(), "second_review_percent = 100 ");
      auto parsed = policy::Policy::parse(text);
      if (!parsed.ok()) throw std::runtime_error(parsed.error().sentence);
      return std::move(*parsed);
    }();
    return kEvery;
  }
  void enable_planted() {
    (void)bundles_->propose_publisher({"Signer", kReviewSigner.public_key}, "ann");
    (void)bundles_->confirm_publisher(kReviewSigner.public_key, "ben");
    const auto done = bundles_->bring_into_force(
        *content::sign_draft(
            R"({"format":"muster-bundle/1","kind":"lexicon","name":"n","version":"1","ground":"explicit_unlawful","licence":"L","source":"s","items":1})"
            "\n{\"t\":\"planted-term-quorvix\",\"w\":4}\n",
            "Signer", kReviewSigner),
        "ann", "ben");
    ASSERT_TRUE(done.ok()) << done.error().sentence;
  }
  testing::TestRun visit(const std::string& url) {
    const auto runs = testing_->test({url}, "ann");
    if (!runs.ok()) throw std::runtime_error(runs.error().sentence);
    return runs->at(0);
  }
  // Found by a visit, and closed by `person` as no violation.
  std::string dismissed(const std::string& host, const std::string& person) {
    const auto run = visit("http://" + host + "/");
    EXPECT_FALSE(run.suspicion_id.empty()) << host;
    const auto done = testing_->apply(run.suspicion_id, testing::SuspicionEvent::dismiss, person, "It is a test page.");
    EXPECT_TRUE(done.ok());
    return run.suspicion_id;
  }
  std::string code_of(const char* sql) {
    const store::Sql statement{"raw", sql};
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(statement);
      return {};
    });
    return done.ok() ? "done" : done.error().code;
  }

  SimulatedClock clock_{*parse_rfc3339("2026-03-10T09:00:00Z")};
  SystemRandom random_;
  muster::test::TestDatabase db_;
  ledger::Recorder recorder_{clock_, random_};
  std::filesystem::path folder_;
  testing::Farm farm_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<bundles::Service> bundles_;
  std::unique_ptr<testing::Service> testing_;
  std::unique_ptr<Service> reviews_;
};
MUSTER_ON_BOTH_BACKENDS(Reviews);

TEST_P(Reviews, AClosedSuspicionIsJudgedBlindByAnother) {
  enable_planted();
  const std::string id = dismissed("shop-017.example", "cat");
  ASSERT_EQ(*reviews_->tick(), 1);
  EXPECT_EQ(*reviews_->tick(), 0) << "once";
  EXPECT_EQ(reviews_->take("cat").error().code, "review_none") << "never the same person";
  EXPECT_EQ(*reviews_->waiting_for("cat"), 0);
  EXPECT_EQ(*reviews_->waiting_for("dan"), 1);
  EXPECT_EQ(reviews_->take("system:x").error().code, "needs_person");
  const auto taken = reviews_->take("dan");
  ASSERT_TRUE(taken.ok()) << taken.error().sentence;
  EXPECT_EQ(taken->suspicion_id, id);
  EXPECT_EQ(reviews_->take("dan").error().code, "review_open");
  EXPECT_EQ(reviews_->take("eve").error().code, "review_none");
  EXPECT_TRUE(*reviews_->is_blind(id, "dan"));
  EXPECT_FALSE(*reviews_->is_blind(id, "eve"));
  EXPECT_EQ(reviews_->answer(taken->id, "violation", "eve").error().code, "review_unknown");
  EXPECT_EQ(reviews_->answer(taken->id, "perhaps", "dan").error().code, "review_answer");
  ASSERT_TRUE(reviews_->give_back(taken->id, "dan").ok());
  EXPECT_FALSE(*reviews_->is_blind(id, "dan"));
  ASSERT_TRUE(reviews_->take("eve").ok());
  const auto answered = reviews_->answer(taken->id, "violation", "eve");
  ASSERT_TRUE(answered.ok()) << answered.error().sentence;
  EXPECT_EQ(answered->first_answer, "none");
  EXPECT_EQ(reviews_->answer(taken->id, "none", "eve").error().code, "review_state");
  const auto agreement = reviews_->agreement("2026-03", 3);
  ASSERT_EQ(agreement->size(), 1u);
  EXPECT_EQ(agreement->at(0).ground, "explicit_unlawful");
  EXPECT_EQ(agreement->at(0).pairs, 1);
  EXPECT_EQ(agreement->at(0).agreed, 0);
  EXPECT_TRUE(agreement->at(0).too_few());
  // The ledger doesn't say what was answered, nor whether it agrees.
  (void)db_->read([&](store::Transaction& tx) -> Result<void> {
    for (const auto& event : events::of_record(tx, kReviewRecord, taken->id)) {
      EXPECT_EQ(event.body.find("violation"), std::string::npos);
      EXPECT_EQ(event.body.find("none"), std::string::npos);
    }
    return {};
  });
}

TEST_P(Reviews, WhatNobodyAnswersLapses) {
  enable_planted();
  (void)dismissed("shop-017.example", "cat");
  ASSERT_EQ(*reviews_->tick(), 1);
  const auto taken = reviews_->take("dan");
  ASSERT_TRUE(taken.ok());
  clock_.advance(std::chrono::hours(24 * 15));
  ASSERT_TRUE(reviews_->tick().ok());
  EXPECT_EQ(reviews_->review(taken->id)->state, "lapsed");
  EXPECT_EQ(reviews_->answer(taken->id, "none", "dan").error().code, "review_state");
  EXPECT_EQ(reviews_->agreement("2026-03", 1)->at(0).lapsed, 1);
}

TEST_P(Reviews, TheGoldenSetTakesTwoPersonsWhoSayTheSame) {
  const auto run = visit("http://shop-001.example/");
  EXPECT_EQ(reviews_->propose(run.id, "explicit_unlawful", "unsure", "ann").error().code, "golden_answer");
  EXPECT_EQ(reviews_->propose(run.id, "child_abuse_material", "none", "ann").error().code, "golden_ground");
  EXPECT_EQ(reviews_->propose("nothing", "explicit_unlawful", "none", "ann").error().code, "test_not_found");
  EXPECT_EQ(reviews_->propose(visit("http://self.example/").id, "explicit_unlawful", "none", "ann").error().code,
            "test_failed");
  EXPECT_EQ(reviews_->propose(visit("http://shop-002.example/?mail=a@b.example").id, "explicit_unlawful", "none", "ann")
                .error()
                .code,
            "golden_personal");
  const auto item = reviews_->propose(run.id, "explicit_unlawful", "none", "ann");
  ASSERT_TRUE(item.ok()) << item.error().sentence;
  EXPECT_EQ(reviews_->propose(run.id, "explicit_unlawful", "none", "ben").error().code, "golden_known");
  EXPECT_EQ(reviews_->confirm(item->id, "none", "ann").error().code, "two_persons_needed");
  EXPECT_EQ(reviews_->confirm(item->id, "violation", "ben").error().code, "golden_answers_differ");
  ASSERT_TRUE(reviews_->confirm(item->id, "none", "ben").ok());
  EXPECT_EQ(reviews_->confirm(item->id, "none", "cat").error().code, "golden_state");
  // It comes back as a review that looks like any other, to neither of the two.
  ASSERT_EQ(*reviews_->tick(), 1);
  EXPECT_EQ(*reviews_->tick(), 0) << "once a month";
  EXPECT_EQ(reviews_->take("ann").error().code, "review_none");
  EXPECT_EQ(reviews_->take("ben").error().code, "review_none");
  const auto taken = reviews_->take("cat");
  ASSERT_TRUE(taken.ok());
  ASSERT_TRUE(reviews_->answer(taken->id, "none", "cat").ok());
  const auto agreement = reviews_->agreement("2026-03", 1);
  EXPECT_EQ(agreement->at(0).golden, 1);
  EXPECT_EQ(agreement->at(0).golden_right, 1);
  EXPECT_EQ(agreement->at(0).pairs, 0);
  // And it says how what is in force does.
  const auto score = reviews_->score_golden();
  ASSERT_TRUE(score.ok());
  ASSERT_EQ(score->size(), 1u);
  EXPECT_EQ(score->at(0).none, 1);
  EXPECT_EQ(score->at(0).false_clues, 0);
  ASSERT_TRUE(reviews_->retire(item->id, "cat").ok());
  EXPECT_EQ(reviews_->golden_items({.state = "retired"})->size(), 1u);
}

TEST_P(Reviews, AMonthsReportIsMadeOnceAndKept) {
  enable_planted();
  (void)dismissed("shop-017.example", "cat");
  (void)visit("http://shop-001.example/");
  ASSERT_TRUE(reviews_->tick().ok());
  jobs::Service jobs(*db_, clock_, random_);
  ASSERT_TRUE(add_jobs(jobs, *reviews_, clock_.now()).ok());
  clock_.advance(std::chrono::minutes(5));
  ASSERT_TRUE(jobs.run_due().ok());
  EXPECT_TRUE(*reviews_->report("2026-02")) << "of the month before, though nothing was in it";
  EXPECT_FALSE(*reviews_->report("2026-03"));
  clock_.advance(std::chrono::hours(24 * 25));
  ASSERT_TRUE(jobs.run_due().ok());
  const auto kept = reviews_->report("2026-03");
  ASSERT_TRUE(kept.ok());
  ASSERT_TRUE(*kept);
  EXPECT_EQ((*kept)->reliability.count, 1);
  EXPECT_GT((*kept)->reliability.brier, 0.5) << "the score said yes, the person no";
  EXPECT_EQ((*kept)->drift.size(), 1u);
  EXPECT_EQ((*kept)->drift[0].pages, 2);
  EXPECT_EQ((*kept)->drift[0].index, 0) << "nothing to compare with";
  EXPECT_EQ((*kept)->agreement.size(), 1u);
  EXPECT_EQ(*reviews_->keep_report(), "") << "once";
  EXPECT_EQ(reviews_->reports(10)->size(), 2u);
  EXPECT_EQ(reviews_->report("2026-3").error().code, "month_form");
  EXPECT_EQ(code_of("update score_report set brier = 0"), "report_immutable");
  EXPECT_EQ(code_of("delete from blind_review"), "review_kept");
}

// The schema refuses what the rules refuse: every pair of states is tried on both.
TEST_P(Reviews, TheSchemaHoldsTheSamePairs) {
  static constexpr const char* kStates[] = {"waiting", "taken", "answered", "lapsed"};
  static constexpr ReviewEvent kEvents[] = {ReviewEvent::take, ReviewEvent::give_back, ReviewEvent::answer,
                                            ReviewEvent::lapse};
  const auto run = visit("http://shop-001.example/");
  const auto item = reviews_->propose(run.id, "explicit_unlawful", "none", "ann");
  ASSERT_TRUE(item.ok());
  static constexpr store::Sql kInsert{
      "t_review",
      "insert into blind_review(id, golden_id, run_id, ground, month, first_answer, first_by, also_by, state, answer, "
      "created_at, due_at, row_version) values(:id, :golden, :run, 'explicit_unlawful', :month, 'none', 'ann', 'ben', "
      "'waiting', '', 1, 2, 1)"};
  static constexpr store::Sql kTo{
      "t_to",
      "update blind_review set state = :state, taken_by = :by, answer = :answer, answered_at "
      "= :at where id = :id"};
  int n = 0;
  for (const char* from : kStates)
    for (const char* to : kStates) {
      if (std::string_view(from) == to) continue;
      const std::string id = std::to_string(++n);
      const auto go = [&](store::Transaction& tx, std::string_view state) {
        const bool answered = state == "answered", taken = answered || state == "taken";
        tx.run(kTo, {{"state", std::string(state)},
                     {"by", taken ? std::optional<std::string>("cat") : std::nullopt},
                     {"answer", answered ? "none" : ""},
                     {"at", answered ? std::optional<std::int64_t>(5) : std::nullopt},
                     {"id", id}});
      };
      ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                       tx.run(kInsert, {{"id", id},
                                        {"golden", item->id},
                                        {"run", run.id},
                                        {"month", "20" + std::to_string(10 + n) + "-01"}});
                       if (std::string_view(from) == "taken" || std::string_view(from) == "answered") go(tx, "taken");
                       if (std::string_view(from) == "answered" || std::string_view(from) == "lapsed") go(tx, from);
                       return {};
                     })
                      .ok());
      const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
        go(tx, to);
        return {};
      });
      const bool by_rules = std::any_of(std::begin(kEvents), std::end(kEvents), [&](ReviewEvent event) {
        const auto next = next_review_state(from, event);
        return next.ok() && *next == to;
      });
      EXPECT_EQ(done.ok(), by_rules) << from << " to " << to;
    }
}

TEST(ReviewRules, TheShareThatIsDrawnIsThePolicys) {
  int drawn = 0;
  for (int n = 0; n < 10'000; ++n) {
    const std::string keyed = to_hex(sha256("key" + std::to_string(n)));
    drawn += is_drawn(keyed, 5);
    EXPECT_EQ(is_drawn(keyed, 5), is_drawn(keyed, 5));
    EXPECT_TRUE(is_drawn(keyed, 100));
    EXPECT_FALSE(is_drawn(keyed, 0));
  }
  EXPECT_NEAR(drawn, 500, 100);
  EXPECT_EQ(month_of("2026-12")->next, "2027-01");
  EXPECT_EQ(month_before("2026-01"), "2025-12");
  for (const char* bad : {"2026-13", "2026-00", "26-01", "2026-1x", ""}) EXPECT_FALSE(month_of(bad).ok()) << bad;
}

}  // namespace
}  // namespace muster::reviews
