#include <jobs/jobs.h>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::jobs {
namespace {

using namespace std::chrono_literals;

class Jobs : public testing::TestWithParam<store::Backend> {
 protected:
  Jobs() { options_.progress_every = 0ms; }
  std::unique_ptr<Service> service() { return std::make_unique<Service>(*db_, clock_, random_, options_); }
  // Waits on the real clock for what threads do; fails after a while instead of hanging.
  template <class F>
  bool eventually(F&& holds) {
    for (int i = 0; i < 2'000; ++i) {
      if (holds()) return true;
      std::this_thread::sleep_for(5ms);
    }
    return false;
  }
  test::TestDatabase db_{GetParam()};
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  Options options_;
};
MUSTER_ON_BOTH_BACKENDS(Jobs);

TEST_P(Jobs, RunsAndKeepsResultAndProgress) {
  auto jobs = service();
  jobs->add_kind("count", [](JobContext& job) -> Result<std::string> {
    job.progress(3, 10, "counting");
    return R"({"arguments":)" + job.arguments() + "}";
  });
  const auto id = jobs->enqueue("p-1", "count", R"({"n": 1})");
  ASSERT_TRUE(id.ok()) << id.error().sentence;
  EXPECT_EQ(jobs->get(*id)->state, "queued");
  EXPECT_EQ(*jobs->run_due(), 1);
  const Job job = *jobs->get(*id);
  EXPECT_EQ(job.state, "done");
  EXPECT_EQ(job.result, R"({"arguments":{"n": 1}})");
  EXPECT_EQ(job.done, 3);
  EXPECT_EQ(job.total, 10);
  EXPECT_EQ(job.phase, "counting");
  EXPECT_EQ(job.attempts, 1);
  EXPECT_EQ(*jobs->run_due(), 0);
  EXPECT_EQ(jobs->cancel(*id).error().code, "job_ended");
}

TEST_P(Jobs, BadWorkIsRefused) {
  options_.queue_max = 2;
  auto jobs = service();
  jobs->add_kind("x", [](JobContext&) -> Result<std::string> { return std::string("{}"); });
  EXPECT_EQ(jobs->enqueue("p", "y").error().code, "job_kind_unknown");
  for (const std::string& arguments : {std::string(), std::string("[]"), std::string("{"),
                                       "{\"a\":\"" + std::string(70'000, 'x') + "\"}", std::string(1'000, '[')})
    EXPECT_EQ(jobs->enqueue("p", "x", arguments).error().code, "job_arguments");
  ASSERT_TRUE(jobs->enqueue("p", "x").ok());
  ASSERT_TRUE(jobs->enqueue("p", "x").ok());
  EXPECT_EQ(jobs->enqueue("p", "x").error().code, "job_queue_full");
  EXPECT_EQ(jobs->get("nothing").error().code, "job_not_found");
}

TEST_P(Jobs, WaitsForItsTimeAndItsTransaction) {
  auto jobs = service();
  jobs->add_kind("x", [](JobContext&) -> Result<std::string> { return std::string("{}"); });
  ASSERT_TRUE(jobs->enqueue("p", "x", "{}", clock_.now() + 1h).ok());
  EXPECT_EQ(*jobs->run_due(), 0);
  clock_.advance(1h);
  EXPECT_EQ(*jobs->run_due(), 1);
  EXPECT_FALSE(db_->write([&](store::Transaction& tx) -> Result<void> {
                    MUSTER_TRY(const std::string id, jobs->enqueue(tx, "p", "x"));
                    return refused("no", "No.");
                  })
                   .ok());
  EXPECT_EQ(*jobs->run_due(), 0);
}

TEST_P(Jobs, FailsAtOnceOrTriesAgain) {
  options_.attempts_max = 3;
  auto jobs = service();
  jobs->add_kind("bad", [](JobContext&) -> Result<std::string> { return refused("no", "No."); });
  jobs->add_kind("throws", [](JobContext&) -> Result<std::string> { throw std::runtime_error("x"); });
  jobs->add_kind("away", [](JobContext&) -> Result<std::string> { return unavailable("away", "Away."); });
  const std::string bad = *jobs->enqueue("p", "bad"), throws = *jobs->enqueue("p", "throws"),
                    away = *jobs->enqueue("p", "away");
  EXPECT_EQ(*jobs->run_due(), 3);
  EXPECT_EQ(jobs->get(bad)->error_code, "no");
  EXPECT_EQ(jobs->get(throws)->error_code, "job_crashed");
  EXPECT_EQ(jobs->get(away)->state, "queued");
  EXPECT_EQ(*jobs->run_due(), 0);
  clock_.advance(10s);
  EXPECT_EQ(*jobs->run_due(), 1);
  clock_.advance(10s);
  EXPECT_EQ(*jobs->run_due(), 0);  // the delay doubled
  clock_.advance(10s);
  EXPECT_EQ(*jobs->run_due(), 1);
  EXPECT_EQ(jobs->get(away)->state, "failed");
  EXPECT_EQ(jobs->get(away)->attempts, 3);
}

TEST_P(Jobs, CancelsQueuedAndRunning) {
  auto jobs = service();
  std::string running;
  jobs->add_kind("long", [&](JobContext& job) -> Result<std::string> {
    EXPECT_FALSE(job.cancelled());
    EXPECT_TRUE(jobs->cancel(running).ok());
    EXPECT_TRUE(job.cancelled());
    return JobContext::interrupted();
  });
  running = *jobs->enqueue("p", "long");
  const std::string queued = *jobs->enqueue("p", "long", "{}", clock_.now() + 1h);
  ASSERT_TRUE(jobs->cancel(queued).ok());
  EXPECT_EQ(jobs->get(queued)->state, "cancelled");
  EXPECT_EQ(*jobs->run_due(), 1);
  EXPECT_EQ(jobs->get(running)->state, "cancelled");
}

TEST_P(Jobs, AKilledProcessesJobGoesOnFromItsCheckpoint) {
  // The first service takes the job, checkpoints, and is "killed": its thread never comes back to write an end.
  auto dead = service(), alive = service();
  std::vector<std::string> resumed;
  bool first = true;
  const Function work = [&](JobContext& job) -> Result<std::string> {
    resumed.push_back(job.resume_from());
    if (first) {
      first = false;
      EXPECT_TRUE(job.checkpoint("row 500").ok());
      clock_.advance(61s);              // the lease runs out
      EXPECT_EQ(*alive->run_due(), 1);  // another process takes it up and ends it
      EXPECT_TRUE(job.cancelled());     // this one learns that it lost the job
      EXPECT_EQ(job.checkpoint("row 900").error().code, "job_interrupted");
      return JobContext::interrupted();
    }
    return std::string("{}");
  };
  dead->add_kind("x", work);
  alive->add_kind("x", work);
  const std::string id = *dead->enqueue("p", "x");
  EXPECT_EQ(*dead->run_due(1), 1);
  EXPECT_EQ(resumed, (std::vector<std::string>{"", "row 500"}));
  EXPECT_EQ(alive->get(id)->state, "done");
  EXPECT_EQ(alive->get(id)->attempts, 2);
}

TEST_P(Jobs, AJobThatKillsItsProcessIsGivenUp) {
  options_.attempts_max = 2;
  auto jobs = service();
  int runs = 0;
  // Each run is left without an end, as by a killed process: its lease runs out and another service takes it.
  std::function<Result<std::string>(JobContext&)> work = [&](JobContext&) -> Result<std::string> {
    ++runs;
    clock_.advance(61s);
    auto next = service();
    next->add_kind("x", work);
    EXPECT_EQ(*next->run_due(1), 1);
    return std::string("{}");
  };
  jobs->add_kind("x", work);
  const std::string id = *jobs->enqueue("p", "x");
  EXPECT_EQ(*jobs->run_due(1), 1);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(jobs->get(id)->error_code, "job_gave_up");
}

TEST_P(Jobs, SchedulesComeAgainAndDontPileUp) {
  auto jobs = service();
  int runs = 0;
  jobs->add_kind("tick", [&](JobContext&) -> Result<std::string> {
    ++runs;
    return std::string("{}");
  });
  EXPECT_EQ(jobs->schedule("tock", 1h, clock_.now()).error().code, "job_kind_unknown");
  ASSERT_TRUE(jobs->schedule("tick", 1h, clock_.now()).ok());
  EXPECT_EQ(*jobs->run_due(), 1);
  EXPECT_EQ(*jobs->run_due(), 0);
  clock_.advance(10h);
  EXPECT_EQ(*jobs->run_due(), 1);
  ASSERT_TRUE(jobs->schedule("tick", 2h, clock_.now()).ok());  // keeps its next time
  EXPECT_EQ(*jobs->run_due(), 0);
  clock_.advance(1h);
  EXPECT_EQ(*jobs->run_due(), 1);
  EXPECT_EQ(runs, 3);
}

TEST_P(Jobs, ListsPageNewestFirst) {
  auto jobs = service();
  jobs->add_kind("a", [](JobContext&) -> Result<std::string> { return std::string("{}"); });
  jobs->add_kind("b", [](JobContext&) -> Result<std::string> { return std::string("{}"); });
  std::vector<std::string> ids;
  for (int i = 0; i < 6; ++i) {
    clock_.advance(1s);
    ids.push_back(*jobs->enqueue("p", i % 2 ? "b" : "a", "{}", i < 4 ? clock_.now() : clock_.now() + 1h));
  }
  EXPECT_EQ(*jobs->run_due(), 4);
  const auto first = *jobs->list("", "", "", 4);
  ASSERT_EQ(first.size(), 4u);
  EXPECT_EQ(first[0].id, ids[5]);
  EXPECT_EQ(jobs->list("", "", first.back().id, 4)->size(), 2u);
  EXPECT_EQ(jobs->list("a", "", "", 10)->size(), 3u);
  EXPECT_EQ(jobs->list("", "queued", "", 10)->size(), 2u);
  EXPECT_EQ(jobs->list("a", "queued", "", 10)->size(), 1u);
  const std::size_t asked = jobs->list("", "", "", 10)->size();
  ASSERT_TRUE(jobs->enqueue("system:jobs", "a").ok());
  EXPECT_EQ(jobs->list("", "", "", 10)->size(), asked + 1);
  EXPECT_EQ(jobs->list("", "", "", 10, true)->size(), asked);
  EXPECT_EQ(jobs->list("a", "queued", "", 10, true)->size(), 1u);
}

TEST_P(Jobs, ThreadsRunEachJobOnce) {
  SystemClock clock;
  options_.workers = 2;
  options_.poll_every = 5ms;
  Service jobs(*db_, clock, random_, options_), others(*db_, clock, random_, options_);
  std::mutex mutex;
  std::multiset<std::string> ran;
  const Function work = [&](JobContext& job) -> Result<std::string> {
    for (int i = 0; i < 3; ++i) job.progress(i, 3, "step");
    const std::lock_guard lock(mutex);
    ran.insert(job.job_id());
    return std::string("{}");
  };
  jobs.add_kind("x", work);
  others.add_kind("x", work);
  jobs.start();
  others.start();
  std::set<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.insert(*jobs.enqueue("p", "x"));
  EXPECT_TRUE(eventually([&] { return jobs.list("x", "done", "", 100)->size() == ids.size(); }));
  jobs.stop();
  others.stop();
  EXPECT_EQ(std::multiset<std::string>(ids.begin(), ids.end()), ran);
}

TEST_P(Jobs, StoppingGivesTheJobBack) {
  SystemClock clock;
  options_.poll_every = 5ms;
  Service jobs(*db_, clock, random_, options_);
  std::atomic<bool> started{false};
  std::atomic<int> rest{0};
  jobs.add_kind("x", [&](JobContext& job) -> Result<std::string> {
    if (!job.resume_from().empty()) {
      rest = std::stoi(job.resume_from());
      return std::string("{}");
    }
    EXPECT_TRUE(job.checkpoint("42").ok());
    started = true;
    while (!job.cancelled()) std::this_thread::sleep_for(1ms);
    return JobContext::interrupted();
  });
  const std::string id = *jobs.enqueue("p", "x");
  jobs.start();
  ASSERT_TRUE(eventually([&] { return started.load(); }));
  jobs.stop();
  EXPECT_EQ(jobs.get(id)->state, "queued");
  EXPECT_EQ(jobs.get(id)->attempts, 0);
  jobs.start();
  EXPECT_TRUE(eventually([&] { return jobs.get(id)->state == "done"; }));
  jobs.stop();
  EXPECT_EQ(rest, 42);
}

TEST_P(Jobs, AQuietJobKeepsItsLease) {
  SystemClock clock;
  options_.lease = 300ms;
  options_.poll_every = 20ms;
  Service jobs(*db_, clock, random_, options_), others(*db_, clock, random_, options_);
  std::atomic<int> runs{0};
  const Function work = [&](JobContext&) -> Result<std::string> {
    ++runs;
    std::this_thread::sleep_for(1'200ms);  // says nothing for four leases
    return std::string("{}");
  };
  jobs.add_kind("x", work);
  others.add_kind("x", work);
  const std::string id = *jobs.enqueue("p", "x");
  jobs.start();
  others.start();
  EXPECT_TRUE(eventually([&] { return jobs.get(id)->ended(); }));
  EXPECT_EQ(jobs.get(id)->state, "done");
  EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace muster::jobs
