// The sites of register and census come onto the schedule: each once, spread where they are many, none of the others
// moved.
#include <base/text.h>
#include <jobs/jobs.h>
#include <policy/policy.h>
#include <schedule/service.h>

#include <fmt/format.h>
#include <support/census_world.h>

namespace muster::schedule {
namespace {

class Roster : public census::CensusWorld, public ::testing::WithParamInterface<store::Backend> {
 protected:
  Roster() : CensusWorld(GetParam()) {}
  std::vector<DueSite> all() const {
    std::vector<DueSite> out;
    for (std::string after;;) {
      const auto page = schedule_.next("", after, 500);
      for (const auto& site : page->items) out.push_back(site);
      if (page->next.empty()) return out;
      after = page->next;
    }
  }
  std::string names() const {
    std::vector<std::string> out;
    for (const auto& site : all()) out.push_back(site.host);
    std::sort(out.begin(), out.end());
    return fmt::format("{}", fmt::join(out, " "));
  }
  // So many filings that no day's budget covers them.
  void file_many(int count) {
    std::string sql;
    for (int i = 0; i < count; ++i)
      sql += fmt::format(
          "insert into site values('m{0}', 'M-{0}', 'sub', 'm{0}', 'http://m{0}.org', 'en', '{1}', 0, 1);"
          "insert into filing values('m{0}', 'provider-1', 'filed', 0, null, '[]', 1, null, 'batch', {2}, 'h', 0, 1);"
          "insert into filing_domain values('m{0}.org', 'm{0}', 'filed', 0);",
          i, i % 5 ? "" : "download", 1000 + i);
    script(sql);
  }

  policy::Policy few_ = *policy::Policy::parse("[schedule]\ntests_per_day = 100\n");
  Service schedule_{*db_, recorder_, few_};
};
MUSTER_ON_BOTH_BACKENDS(Roster);

TEST_P(Roster, TakesWhatIsFiledAndWhatTheCensusSawUnfiled) {
  ASSERT_TRUE(take("www.filed.com\nalso.co.uk\nnew.com\nold.org\ngone.com\nheld.com\n").ok());
  const auto enrolled = schedule_.enrol(*service_);
  ASSERT_TRUE(enrolled.ok()) << enrolled.error().sentence;
  EXPECT_EQ(enrolled->looked_at, 5);
  EXPECT_EQ(enrolled->came, 5);
  EXPECT_EQ(names(), "also.co.uk filed.com gone.com new.com old.org") << "what is held is nobody's to test";
  for (const auto& site : all()) {
    EXPECT_EQ(site.cause, "new") << site.host;
    EXPECT_LE(site.due_at, clock_.now()) << "few are news, and overdue";
  }
  const auto filed = schedule_.explain("filed.com"), unfiled = schedule_.explain("new.com");
  ASSERT_TRUE(filed.ok() && unfiled.ok());
  EXPECT_NE(filed->levels, unfiled->levels) << "the register says which is filed";
  EXPECT_EQ(schedule_.enrol(*service_)->came, 0) << "each once";
}

TEST_P(Roster, ANewCensusBringsWhatItSawFirst) {
  ASSERT_TRUE(take("new.com\n").ok());
  ASSERT_EQ(schedule_.enrol(*service_)->came, 3);
  clock_.advance(std::chrono::hours(24));
  ASSERT_TRUE(take("extra.net\n").ok());
  EXPECT_EQ(schedule_.enrol(*service_)->came, 1);
  EXPECT_EQ(names(), "also.co.uk extra.net filed.com new.com") << "what is seen no more stays";
  EXPECT_EQ(schedule_.next("extra.net", "", 1)->items.at(0).due_at, clock_.now() - std::chrono::hours(24));
}

TEST_P(Roster, ManyAtOnceAreSpreadAndMoveNobody) {
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                   schedule_.happened(tx, recorder_.new_id(), "m7.org", Happening::report);
                   return {};
                 })
                  .ok());
  clock_.advance(std::chrono::hours(1));
  file_many(3000);
  ASSERT_EQ(schedule_.enrol(*service_)->came, 3001);
  std::size_t overdue = 0, in_a_day = 0;
  for (const auto& site : all()) {
    overdue += site.due_at <= clock_.now();
    in_a_day += site.due_at <= clock_.now() + std::chrono::hours(24);
    if (site.host == "m7.org") {
      EXPECT_TRUE(site.event);
      EXPECT_EQ(site.cause, "report");
      EXPECT_EQ(site.due_at, clock_.now() - std::chrono::hours(1));
    } else {
      EXPECT_EQ(site.cause, "plan");
    }
  }
  EXPECT_EQ(overdue, 1u) << "the one that was reported";
  EXPECT_LE(in_a_day, 250u) << "about a day's budget of a hundred";
  EXPECT_GE(in_a_day, 20u);
  // By what the register says they offer: downloads come sooner than others.
  EXPECT_LT(schedule_.explain("m5.org")->interval_days, schedule_.explain("m6.org")->interval_days);
}

// Names that the register has and nobody answers for, and sites that nobody files or sees, say nothing of what is new.
TEST_P(Roster, NewsIsWhatNobodyWatched) {
  for (int i = 0; i < 150; ++i) file(fmt::format("over{}.org", i), "cancelled", "provider-1", "");
  ASSERT_EQ(schedule_.enrol(*service_)->came, 2);
  EXPECT_EQ(schedule_.next("filed.com", "", 1)->items.at(0).cause, "new") << "two, of a hundred a day";
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                   for (int i = 0; i < 3000; ++i) schedule_.watch(tx, fmt::format("w{}.net", i), false);
                   return {};
                 })
                  .ok());
  file_many(500);
  ASSERT_EQ(schedule_.enrol(*service_)->came, 500);
  EXPECT_EQ(schedule_.next("m1.org", "", 1)->items.at(0).cause, "plan") << "however many others are watched";
}

TEST_P(Roster, AStopLosesNothing) {
  file_many(2500);
  int calls = 0;
  EXPECT_EQ(schedule_.enrol(*service_, [&](std::int64_t, std::int64_t) { return ++calls > 1; }).error().code,
            "schedule_plan_cancelled");
  const auto there = static_cast<std::int64_t>(all().size());
  EXPECT_EQ(there, 2000) << "a page is whole";
  EXPECT_EQ(schedule_.enrol(*service_)->came, 2502 - there);
}

TEST_P(Roster, TheJobEnrolsAndPlans) {
  ASSERT_TRUE(take("new.com\n").ok());
  jobs::Service jobs(*db_, clock_, random_);
  ASSERT_TRUE(add_job(jobs, schedule_, *service_, few_, clock_.now()).ok());
  clock_.advance(std::chrono::minutes(2));
  ASSERT_TRUE(jobs.run_due().ok());
  ASSERT_TRUE(schedule_.plan()->has_value());
  EXPECT_EQ((*schedule_.plan())->plan.sites, 3);
  EXPECT_EQ(jobs.list(kPlanJob, "done", "", 5)->size(), 1u);
}

}  // namespace
}  // namespace muster::schedule
