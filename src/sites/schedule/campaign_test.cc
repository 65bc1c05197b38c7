#include <policy/policy.h>
#include <schedule/campaign.h>
#include <schedule/service.h>

#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::schedule {
namespace {

using namespace std::chrono_literals;

Campaign a_week() {
  Campaign c;
  c.state = "running";
  c.days = 7;
  c.sites = 1'780'000;
  c.tests_per_day = 254'286;
  c.started_at = c.handed_at = *parse_rfc3339("2026-03-02T00:00:00Z");
  c.deadline = c.started_at + 168h;
  return c;
}

TEST(CampaignRules, OnlyWhatTheTableSays) {
  EXPECT_EQ(*next_campaign_state("running", CampaignEvent::pause), "paused");
  EXPECT_EQ(*next_campaign_state("paused", CampaignEvent::resume), "running");
  EXPECT_EQ(next_campaign_state("done", CampaignEvent::cancel).error().code, "campaign_state");
  EXPECT_EQ(next_campaign_state("paused", CampaignEvent::finish).error().code, "campaign_state");
  EXPECT_THAT(possible_campaign_events("paused"), ::testing::ElementsAre("resume", "cancel"));
  for (const char* name : {"pause", "resume", "cancel", "finish"}) EXPECT_STREQ(to_text(*campaign_event(name)), name);
  EXPECT_FALSE(campaign_event("start"));
}
TEST(CampaignRules, HandsOutAtItsPace) {
  const Campaign c = a_week();
  EXPECT_EQ(campaign_allowance(c, c.started_at), 0);
  EXPECT_EQ(campaign_allowance(c, c.started_at + 60s), 176);
  EXPECT_EQ(campaign_allowance(c, c.started_at + 48h), 1765) << "after a stop it does not rush";
  Campaign paused = c;
  paused.state = "paused";
  EXPECT_EQ(campaign_allowance(paused, c.started_at + 1h), 0);
}
TEST(CampaignRules, ForecastsByTheLastDay) {
  const Campaign c = a_week();
  std::vector<CampaignPoint> points;
  const auto at = [&](int hours, std::int64_t tested) {
    points.push_back({c.started_at + Duration(1h) * hours, tested, tested});
  };
  EXPECT_FALSE(forecast_of(c, points, c.started_at + 1h).ends_at);
  for (int hour = 6; hour <= 24; hour += 6) at(hour, hour * 5'000);  // 120,000 a day: too slow
  auto forecast = forecast_of(c, points, c.started_at + 24h);
  EXPECT_EQ(forecast.expected_now, 254'285);
  EXPECT_NEAR(forecast.tests_per_day_lately, 120'000, 1);
  EXPECT_TRUE(forecast.late);
  for (int hour = 30; hour <= 48; hour += 6) at(hour, 120'000 + (hour - 24) * 15'000);  // 360,000 a day
  forecast = forecast_of(c, points, c.started_at + 48h);
  EXPECT_NEAR(forecast.tests_per_day_lately, 360'000, 1);
  ASSERT_TRUE(forecast.ends_at.has_value());
  EXPECT_FALSE(forecast.late);
  at(72, 1'780'000);
  EXPECT_EQ(forecast_of(c, points, c.started_at + 73h).ends_at, c.started_at + 72h);
}

class CampaignsOnRecord : public ::testing::TestWithParam<store::Backend> {
 protected:
  CampaignsOnRecord() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {}
  void watch(int sites) {
    ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                     for (int i = 0; i < sites; ++i) schedule_.watch(tx, fmt::format("site-{:03}.example", i), false);
                     return {};
                   })
                    .ok());
    clock_.advance(1s);  // what a campaign tests was last tested before it began
  }
  void tested(const std::string& host) {
    ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                     schedule_.tested(tx, recorder_.new_id(), host, Outcome::clean, clock_.now());
                     return {};
                   })
                    .ok());
  }
  std::int64_t hand_out(std::int64_t most = 1'000'000) {
    const auto n = campaigns_.hand_out(most, [&](Instant, const std::vector<std::string>& hosts) -> Result<void> {
      handed_.insert(handed_.end(), hosts.begin(), hosts.end());
      return {};
    });
    EXPECT_TRUE(n.ok()) << n.error().sentence;
    return n.ok() ? *n : -1;
  }

  SimulatedClock clock_{*parse_rfc3339("2026-03-02T00:00:00Z")};
  SystemRandom random_;
  test::TestDatabase db_;
  ledger::Recorder recorder_{clock_, random_};
  Service schedule_{*db_, recorder_, policy::Policy::standard()};
  Campaigns campaigns_{*db_, recorder_};
  std::vector<std::string> handed_;
};
MUSTER_ON_BOTH_BACKENDS(CampaignsOnRecord);

TEST_P(CampaignsOnRecord, GoFromNameToNameUntilTheyAreThrough) {
  watch(300);
  const auto started = campaigns_.start({"Spring", 1}, "person-1");
  ASSERT_TRUE(started.ok()) << started.error().sentence;
  EXPECT_EQ(started->sites, 300);
  EXPECT_EQ(started->tests_per_day, 300);
  EXPECT_EQ(hand_out(), 0) << "nothing at once";
  clock_.advance(10min);
  EXPECT_EQ(hand_out(), 2);
  EXPECT_EQ(hand_out(), 0) << "until time has passed";
  tested("site-002.example");  // by the schedule: the campaign passes over it
  for (int i = 0; i < 200; ++i) {
    clock_.advance(10min);
    hand_out();
  }
  EXPECT_EQ(handed_.size(), 299u);
  EXPECT_EQ(handed_.front(), "site-000.example");
  EXPECT_THAT(handed_, ::testing::Not(::testing::Contains("site-002.example")));
  for (const auto& host : handed_) tested(host);
  ASSERT_TRUE(campaigns_.measure().ok());
  const auto ended = campaigns_.find(started->id);
  EXPECT_EQ(ended->state, "done");
  EXPECT_EQ(ended->tested, 300);
  EXPECT_EQ(campaigns_.points(started->id, 10)->size(), 1u);
  EXPECT_EQ(campaigns_.apply(started->id, CampaignEvent::cancel, "person-1").error().code, "campaign_state");
}

TEST_P(CampaignsOnRecord, ArePausedResumedAndCancelled) {
  watch(50);
  const auto c = campaigns_.start({"Summer", 1}, "person-1");
  ASSERT_TRUE(c.ok());
  EXPECT_EQ(campaigns_.start({"Another", 1}, "person-1").error().code, "campaign_open");
  ASSERT_TRUE(campaigns_.apply(c->id, CampaignEvent::pause, "person-1").ok());
  clock_.advance(5h);
  EXPECT_EQ(hand_out(), 0);
  ASSERT_TRUE(campaigns_.apply(c->id, CampaignEvent::resume, "person-2").ok());
  EXPECT_EQ(hand_out(), 0) << "nothing is made up for at once";
  EXPECT_EQ(campaigns_.apply(c->id, CampaignEvent::finish, "person-1").error().code, "machine_step");
  const auto cancelled = campaigns_.apply(c->id, CampaignEvent::cancel, "person-1");
  ASSERT_TRUE(cancelled.ok());
  EXPECT_EQ(cancelled->state, "cancelled");
  clock_.advance(5h);
  EXPECT_EQ(hand_out(), 0);
  EXPECT_TRUE(campaigns_.start({"Another", 1}, "person-1").ok());
  EXPECT_EQ(campaigns_.list("", 10)->items.size(), 2u);
  EXPECT_EQ(campaigns_.list("", 1)->next, campaigns_.list("", 1)->items[0].id);
  EXPECT_EQ(campaigns_.find("none").error().code, "campaign_unknown");
}

TEST_P(CampaignsOnRecord, AQueueThatIsAwayLosesNothing) {
  watch(20);
  ASSERT_TRUE(campaigns_.start({"Autumn", 1}, "person-1").ok());
  clock_.advance(24h);
  const auto failed = campaigns_.hand_out(100, [](Instant, const std::vector<std::string>&) -> Result<void> {
    return unavailable("queue_away", "The queue is away.");
  });
  EXPECT_EQ(failed.error().code, "queue_away");
  for (int i = 0; i < 200; ++i) {
    clock_.advance(10min);
    hand_out();
  }
  EXPECT_EQ(handed_.size(), 20u);
}

TEST_P(CampaignsOnRecord, HaveABudgetOfTheirOwn) {
  watch(40);
  clock_.set(*parse_rfc3339("2026-03-02T12:00:00Z"));
  const auto before = schedule_.left_today();
  ASSERT_TRUE(before.ok());
  ASSERT_TRUE(campaigns_.start({"Winter", 1}, "person-1").ok());
  for (int i = 0; i < 50; ++i) {
    clock_.advance(10min);
    hand_out();
  }
  for (const auto& host : handed_) tested(host);
  EXPECT_GE(*schedule_.left_today(), *before);
}

TEST_P(CampaignsOnRecord, BadOnesAreRefusedByRulesAndSchema) {
  EXPECT_EQ(campaigns_.start({"Too early", 7}, "person-1").error().code, "campaign_empty");
  watch(3);
  EXPECT_EQ(campaigns_.start({" ", 7}, "p").error().code, "campaign_name");
  EXPECT_EQ(campaigns_.start({std::string(121, 'x'), 7}, "p").error().code, "campaign_name");
  EXPECT_EQ(campaigns_.start({"x", 0}, "p").error().code, "campaign_days");
  EXPECT_EQ(campaigns_.start({"x", 91}, "p").error().code, "campaign_days");
  const auto c = campaigns_.start({"x", 7}, "p");
  ASSERT_TRUE(c.ok());
  const auto attacked = [&](const store::Sql& sql) {
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql, {{"id", c->id}});
      return {};
    });
    return done.ok() ? std::string() : done.error().code;
  };
  static constexpr store::Sql kBack{"t_back", "update test_campaign set state = 'done', sites = 1 where id = :id"};
  static constexpr store::Sql kCancel{"t_cancel", "update test_campaign set state = 'cancelled' where id = :id"};
  static constexpr store::Sql kRun{"t_run", "update test_campaign set state = 'running' where id = :id"};
  static constexpr store::Sql kGone{"t_gone", "delete from test_campaign where id = :id"};
  EXPECT_EQ(attacked(kBack), "campaign_immutable");
  EXPECT_EQ(attacked(kGone), "campaign_immutable");
  EXPECT_EQ(attacked(kCancel), "");
  EXPECT_EQ(attacked(kRun), "campaign_state");
}

}  // namespace
}  // namespace muster::schedule
