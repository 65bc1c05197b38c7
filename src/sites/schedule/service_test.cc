#include <policy/policy.h>
#include <schedule/service.h>

#include <cmath>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::schedule {
namespace {

using std::chrono::hours;
constexpr Duration kDay = hours(24);

class ScheduleRecords : public ::testing::TestWithParam<store::Backend> {
 protected:
  ScheduleRecords() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}), recorder_(clock_, random_) {}
  template <class F>
  void write(F&& body) {
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      body(tx);
      return {};
    });
    ASSERT_TRUE(done.ok()) << done.error().sentence;
  }
  void watch(const std::string& host, bool is_new = false) {
    write([&](store::Transaction& tx) { service_.watch(tx, host, is_new); });
  }
  void test(const std::string& host, Outcome outcome, const std::string& id = {}) {
    write([&](store::Transaction& tx) {
      service_.tested(tx, id.empty() ? recorder_.new_id() : id, host, outcome, clock_.now());
    });
  }
  void tell(const std::string& host, Happening happening, const std::string& id = {}) {
    write(
        [&](store::Transaction& tx) { service_.happened(tx, id.empty() ? recorder_.new_id() : id, host, happening); });
  }
  std::vector<std::string> due() {
    std::vector<std::string> out;
    (void)db_->read([&](store::Transaction& tx) -> Result<void> {
      for (const auto& site : service_.due(tx, 100)) out.push_back(site.host);
      return {};
    });
    return out;
  }
  std::string code(const store::Sql& sql) {
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql);
      return {};
    });
    return done.ok() ? "done" : done.error().code;
  }

  SimulatedClock clock_{*parse_rfc3339("2026-03-02T12:00:00Z")};
  SystemRandom random_;
  test::TestDatabase db_;
  ledger::Recorder recorder_;
  Service service_{*db_, recorder_, policy::Policy::standard()};
};
// The hours in which a site was found come with it from the records, and to the scheduler in memory.
TEST_P(ScheduleRecords, WhoIsFoundAtNightIsTestedAtNight) {
  // One test a day for two hundred sites: even this one waits for days.
  const Service poor(*db_, recorder_, *policy::Policy::parse("[schedule]\ntests_per_day = 1\n"));
  for (int i = 0; i < 200; ++i) watch("day" + std::to_string(i) + ".example");
  int at_night = 0, waits = 0;
  for (int i = 0; i < 40; ++i) {
    clock_.set(*parse_rfc3339("2026-04-01T02:00:00Z") + 60 * i * kDay);
    write([&](store::Transaction& tx) {
      poor.tested(tx, recorder_.new_id(), "night.example", Outcome::violation, clock_.now());
    });
    const auto e = poor.explain("night.example");
    ASSERT_TRUE(e.ok());
    waits += e->due_at - clock_.now() > kDay;
    if (i < 10) continue;
    const auto likely = likely_hours(e->hours);
    ASSERT_LT(likely.size(), 20u);
    at_night += std::find(likely.begin(), likely.end(), e->due_at.micros / 3'600'000'000 % 24) != likely.end();
  }
  ASSERT_GT(waits, 30);
  EXPECT_GE(at_night, 18) << "of thirty, twenty-seven of them expected";
  const auto e = poor.explain("night.example");
  const auto said = sentences_of(*e, clock_.now());
  EXPECT_TRUE(std::any_of(said.begin(), said.end(), [](const std::string& s) {
    return s.starts_with("It is likeliest to show what was found between ");
  }));
  const auto restored = poor.restore();
  ASSERT_TRUE(restored.ok());
  const auto at = std::find(restored->hosts.begin(), restored->hosts.end(), "night.example") - restored->hosts.begin();
  EXPECT_EQ(restored->scheduler.site(static_cast<SiteNo>(at)).hours, e->hours);
}

MUSTER_ON_BOTH_BACKENDS(ScheduleRecords);

TEST_P(ScheduleRecords, EventsThenWhatIsLongestDue) {
  watch("routine.example");
  watch("new.example", true);
  tell("told.example", Happening::report);
  tell("moved.example", Happening::address);
  EXPECT_EQ(due(), (std::vector<std::string>{"moved.example", "told.example", "new.example", "routine.example"}));
  test("told.example", Outcome::clean);
  test("new.example", Outcome::violation);
  EXPECT_EQ(due(), (std::vector<std::string>{"moved.example", "routine.example"}));
  clock_.advance(hours(1));
  tell("routine.example", Happening::partner);
  EXPECT_EQ(due(), (std::vector<std::string>{"moved.example", "routine.example"})) << "events in their order";
  EXPECT_EQ(service_.explain("routine.example")->cause, "partner");
}

TEST_P(ScheduleRecords, AnOutcomeCountsOnce) {
  watch("a.example");
  clock_.advance(kDay * 10);
  test("a.example", Outcome::clean, "run-1");
  const auto once = *service_.explain("a.example");
  clock_.advance(kDay);
  test("a.example", Outcome::clean, "run-1");
  tell("a.example", Happening::report, "event-1");
  test("a.example", Outcome::clean);
  tell("a.example", Happening::report, "event-1");
  const auto after = *service_.explain("a.example");
  EXPECT_EQ(once.tests, 1);
  EXPECT_NEAR(once.exposure_days, 10, 1e-6);
  EXPECT_EQ(after.tests, 2);
  EXPECT_NEAR(after.exposure_days, 11, 1e-6);
  EXPECT_FALSE(after.event) << "the report had been tested";
  ASSERT_EQ(after.journal.size(), 3u);
  EXPECT_EQ(after.journal.back().kind, "clean");
}

TEST_P(ScheduleRecords, FindingsRaiseTheRateAndFailuresComeAgain) {
  for (const char* host : {"bad.example", "good.example", "away.example"}) watch(host);
  clock_.advance(kDay * 20);
  test("bad.example", Outcome::violation);
  test("good.example", Outcome::clean);
  test("away.example", Outcome::error);
  // With a budget that is no more than enough, and politeness out of the way.
  const auto poor = *policy::Policy::parse("[schedule]\ntests_per_day = 1\nceiling_every = \"1 hours\"\n");
  const Service service(*db_, recorder_, poor);
  const auto bad = *service.explain("bad.example"), good = *service.explain("good.example"),
             away = *service.explain("away.example");
  EXPECT_GT(bad.hazard_per_year, 3 * good.hazard_per_year);
  EXPECT_LT(bad.interval_days, good.interval_days);
  EXPECT_EQ(away.due_at, clock_.now() + kDay);
  EXPECT_EQ(away.exposure_days, 0);
  EXPECT_EQ(away.cause, "retry");
}

TEST_P(ScheduleRecords, ExplainsInSentences) {
  EXPECT_EQ(service_.explain("nobody.example").error().code, "schedule_site_unknown");
  EXPECT_FALSE(service_.explain("not a name").ok());
  watch("a.example", true);
  tell("a.example", Happening::report);
  const auto e = *service_.explain("a.example");
  EXPECT_EQ(level_text(Feature::reports, e.levels[5]), "reported");
  EXPECT_NEAR(e.relativity[5], 4, 1e-9);
  const auto sentences = sentences_of(e, clock_.now());
  ASSERT_GE(sentences.size(), 6u);
  EXPECT_NE(sentences[0].find("reports is reported (× 4.00)"), std::string::npos) << sentences[0];
  EXPECT_NE(sentences.back().find("because of an event: report"), std::string::npos) << sentences.back();
  clock_.advance(kDay * 91);
  EXPECT_EQ(service_.explain("a.example")->levels[5], 0) << "a report is forgotten";
}

TEST_P(ScheduleRecords, APlanLearnsFromAllAndBringsForward) {
  for (int i = 0; i < 300; ++i) watch("s" + std::to_string(i) + ".example");
  clock_.advance(kDay * 30);
  for (int i = 0; i < 300; ++i) {
    const std::string host = "s" + std::to_string(i) + ".example";
    test(host, i < 150 ? Outcome::violation : Outcome::clean);
  }
  int calls = 0;
  EXPECT_EQ(service_.replan([&](std::int64_t, std::int64_t) { return ++calls > 100; }).error().code,
            "schedule_plan_cancelled");
  EXPECT_FALSE(service_.plan()->has_value());
  const auto made = service_.replan();
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  EXPECT_EQ(made->plan.sites, 300);
  EXPECT_TRUE(made->plan.water.affordable);
  EXPECT_EQ(made->plan.water.at_ceiling, 300u) << "60,000 tests a day for 300 sites: politeness alone bounds them";
  const auto plan = *service_.plan();
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(plan->id, made->id);
  EXPECT_DOUBLE_EQ(plan->plan.water.level, made->plan.water.level);
  EXPECT_DOUBLE_EQ(plan->plan.model.mean[0], made->plan.model.mean[0]);
  EXPECT_GT(plan->plan.model.base_per_day, HazardPrior{}.base_per_day);
  const auto e = *service_.explain("s200.example");
  EXPECT_TRUE(e.at_ceiling);
  EXPECT_LE(e.due_at, clock_.now() + kDay);
}

TEST_P(ScheduleRecords, ASchedulerIsBuiltFromTheRecords) {
  for (int i = 0; i < 50; ++i) watch("s" + std::to_string(i) + ".example");
  clock_.advance(kDay * 3);
  for (int i = 0; i < 40; ++i) test("s" + std::to_string(i) + ".example", i % 10 ? Outcome::clean : Outcome::violation);
  tell("s20.example", Happening::holder);
  auto restored = service_.restore();
  ASSERT_TRUE(restored.ok());
  ASSERT_EQ(restored->hosts.size(), 50u);
  const auto minute = static_cast<Minute>(clock_.now().micros / 60'000'000);
  std::vector<std::string> taken;
  while (const auto site = restored->scheduler.take(minute)) taken.push_back(restored->hosts[site->site]);
  ASSERT_EQ(taken.size(), 11u) << "the event and the ten that were never tested";
  EXPECT_EQ(taken.front(), "s20.example");
  EXPECT_EQ(restored->scheduler.site(0).tests, 1u);
  EXPECT_EQ(restored->scheduler.taken_today(), 40 + 11) << "what the day had spent before counts";
}

TEST_P(ScheduleRecords, ListsPageByKeyAndTheBudgetIsKept) {
  for (int i = 0; i < 7; ++i) watch("s" + std::to_string(i) + ".example");
  tell("s3.example", Happening::report);
  std::vector<std::string> seen;
  std::string after;
  do {
    const auto page = service_.next("", after, 3);
    ASSERT_TRUE(page.ok());
    for (const auto& site : page->items) seen.push_back(site.host);
    after = page->next;
  } while (!after.empty());
  EXPECT_EQ(seen, (std::vector<std::string>{"s3.example", "s0.example", "s1.example", "s2.example", "s4.example",
                                            "s5.example", "s6.example"}));
  EXPECT_EQ(service_.next("s4.example", "", 3)->items.size(), 1u);
  EXPECT_EQ(service_.next("", "nonsense", 3).error().code, "page_cursor");
  EXPECT_EQ(service_.next("", "1:x:y", 3).error().code, "page_cursor");
  const auto before = *service_.left_today();
  EXPECT_EQ(before, 60'000 * 721 / 1440) << "at noon, half a day's";
  test("s0.example", Outcome::clean);
  EXPECT_EQ(*service_.left_today(), before - 1);
}

TEST_P(ScheduleRecords, TheSchemaKeepsWhatWasTold) {
  watch("a.example");
  test("a.example", Outcome::clean);
  ASSERT_TRUE(service_.replan().ok());
  EXPECT_EQ(code({"s1", "update schedule_journal set kind = 'violation'"}), "schedule_journal_immutable");
  EXPECT_EQ(code({"s2", "delete from schedule_journal"}), "schedule_journal_immutable");
  EXPECT_EQ(code({"s3", "update schedule_plan set level = 1"}), "schedule_plan_immutable");
  EXPECT_EQ(code({"s4", "delete from schedule_plan"}), "schedule_plan_immutable");
  EXPECT_EQ(code({"s5", "update schedule_site set lane = 2"}), "schema_refused");
}

}  // namespace
}  // namespace muster::schedule
