// Many workers on one queue.
#include <base/files.h>
#include <jobs/jobs.h>
#include <schedule/service.h>
#include <testing/farm.h>
#include <testing/testing.h>

#include <filesystem>
#include <set>
#include <thread>

#include <bundles/bundles.h>
#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <queue/queue.h>
#include <support/test_database.h>

namespace muster::testing {
namespace {

// Two processes of one instance: each with services of its own on the same database, folder and queue.
struct WorkingInstance {
  WorkingInstance(store::Database& database, const Clock& clock, Random& random, const std::string& folder,
                  const Farm& farm)
      : recorder(clock, random),
        bundles(database, recorder, policy::Policy::standard(), nullptr, folder + "/bundles"),
        schedule(database, recorder, policy::Policy::standard()),
        testing(database, recorder, bundles, nullptr, folder, fast(), &schedule),
        queue(std::move(*queue::embedded(database, clock, random, {.name = "tests"}))) {
    testing.allow_farm(*parse_farm(farm.names_file()));
  }
  static FetchOptions fast() {
    FetchOptions out;
    out.manners.host_delay = out.manners.address_delay = Duration::zero();
    out.manners.address_at_once = 16;
    out.visit_max = std::chrono::seconds(3);
    return out;
  }
  ledger::Recorder recorder;
  bundles::Service bundles;
  schedule::Service schedule;
  Service testing;
  std::unique_ptr<queue::Queue> queue;
};

class Work : public ::testing::TestWithParam<store::Backend> {
 protected:
  Work() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-work-" + new_id(clock_, random_))).string();
    std::filesystem::create_directories(folder_);
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    for (const FarmSite& site : farm_sites())
      if (site.kind == "neutral" || site.kind == "planted") hosts_.push_back(site.host);
    one_ = std::make_unique<WorkingInstance>(*db_, clock_, random_, folder_, farm_);
    two_ = std::make_unique<WorkingInstance>(*db_, clock_, random_, folder_, farm_);
  }
  ~Work() override { std::filesystem::remove_all(folder_); }
  std::vector<Ordered> orders(int count) {
    std::vector<Ordered> out;
    for (int i = 0; i < count; ++i)
      out.push_back({new_id(clock_, random_), "http://" + hosts_[static_cast<std::size_t>(i) % hosts_.size()] + "/"});
    return out;
  }
  std::set<std::string> on_record() {
    std::set<std::string> out;
    for (std::string after;;) {
      const auto page = one_->testing.runs({.after = after, .limit = 200});
      EXPECT_TRUE(page.ok());
      for (const TestRun& run : *page) out.insert(run.id);
      if (page->size() < 200) return out;
      after = page->back().id;
    }
  }
  std::size_t evidence_files() {
    std::size_t out = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder_ + "/evidence"))
      out += file.is_regular_file();
    return out;
  }
  std::int64_t scheduled_tests() {
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one({"t", "select coalesce(sum(tests), 0) as n from schedule_site"})->integer("n");
    });
  }

  SystemClock clock_;
  SystemRandom random_;
  test::TestDatabase db_;
  Farm farm_;
  std::string folder_;
  std::vector<std::string> hosts_;
  std::unique_ptr<WorkingInstance> one_, two_;
};
MUSTER_ON_BOTH_BACKENDS(Work);

TEST_P(Work, TwoWorkersTestEachOnce) {
  const auto tests = orders(60);
  ASSERT_TRUE(one_->testing.order(*one_->queue, tests, "person-1").ok());
  Worked first, second;
  std::thread other([&] { second = *two_->testing.work(*two_->queue, {.until_empty = true}); });
  const auto worked = one_->testing.work(*one_->queue, {.until_empty = true});
  other.join();
  ASSERT_TRUE(worked.ok()) << worked.error().sentence;
  first = *worked;
  EXPECT_EQ(first.tested + second.tested, 60);
  EXPECT_EQ(first.aside + second.aside, 0);
  std::set<std::string> wanted;
  for (const Ordered& test : tests) wanted.insert(test.id);
  EXPECT_EQ(on_record(), wanted);
  EXPECT_EQ(evidence_files(), 60u);
  for (const std::string& id : wanted) EXPECT_TRUE(one_->testing.evidence(id).ok()) << id;
  EXPECT_EQ(scheduled_tests(), 60);
}

TEST_P(Work, WhatIsOnRecordIsNotTestedAgain) {
  const auto tests = orders(5);
  ASSERT_TRUE(one_->testing.order(*one_->queue, tests, "person-1").ok());
  EXPECT_EQ(one_->testing.work(*one_->queue, {.until_empty = true})->tested, 5);
  // A worker that died between the record and its word to the queue: the queue gives the same again.
  const auto forgetful = *queue::embedded(*db_, clock_, random_, {.name = "other"});
  ASSERT_TRUE(one_->testing.order(*forgetful, tests, "person-1").ok());
  const auto again = *one_->testing.work(*forgetful, {.until_empty = true});
  EXPECT_EQ(again.tested, 0);
  EXPECT_EQ(again.repeated, 5);
  EXPECT_EQ(on_record().size(), 5u);
  EXPECT_EQ(evidence_files(), 5u);
}

TEST_P(Work, OfTwoThatTestTheSameOneIsJudged) {
  // Both take it at once, as when a lease ran out under a worker that lives: two queues stand for that.
  const auto tests = orders(20);
  const auto mine = *queue::embedded(*db_, clock_, random_, {.name = "mine"});
  const auto theirs = *queue::embedded(*db_, clock_, random_, {.name = "theirs"});
  ASSERT_TRUE(one_->testing.order(*mine, tests, "person-1").ok());
  ASSERT_TRUE(one_->testing.order(*theirs, tests, "person-1").ok());
  Worked second;
  std::thread other([&] { second = *two_->testing.work(*theirs, {.until_empty = true}); });
  const Worked first = *one_->testing.work(*mine, {.until_empty = true});
  other.join();
  EXPECT_EQ(first.tested + second.tested, 20);
  EXPECT_EQ(first.repeated + second.repeated, 20);
  EXPECT_EQ(first.aside + second.aside, 0);
  EXPECT_EQ(evidence_files(), 20u);
  for (const Ordered& test : tests) EXPECT_TRUE(one_->testing.evidence(test.id).ok()) << test.id;
  EXPECT_EQ(scheduled_tests(), 20);
}

TEST_P(Work, WhatIsNoRequestIsSetAside) {
  const std::vector<queue::Item> items{{"no-id", R"({"url":"http://shop-017.example/","requested_by":"person-1"})"},
                                       {new_id(clock_, random_), "{"},
                                       {new_id(clock_, random_), R"({"url":7,"requested_by":"person-1"})"},
                                       {new_id(clock_, random_), R"({"url":"http://x/"})"}};
  ASSERT_TRUE(one_->queue->put(items).ok());
  const auto worked = *one_->testing.work(*one_->queue, {.until_empty = true});
  EXPECT_EQ(worked.aside, 4);
  EXPECT_EQ(worked.tested, 0);
  const auto aside = *one_->queue->aside("", 10);
  ASSERT_EQ(aside.size(), 4u);
  for (const auto& one : aside) EXPECT_EQ(one.code, "work_form");
}

TEST_P(Work, WhatWasTakenAndNotVisitedGoesBack) {
  ASSERT_TRUE(one_->testing.order(*one_->queue, orders(40), "person-1").ok());
  int made = 0;
  WorkOptions options;
  options.each = [&](const TestRun&) { ++made; };
  options.stop = [&] { return made >= 3; };
  ASSERT_TRUE(one_->testing.work(*one_->queue, options).ok());
  const auto counts = *one_->queue->counts();
  EXPECT_EQ(counts.taken, 0);
  EXPECT_EQ(counts.waiting, 40 - made);
  EXPECT_EQ(two_->testing.work(*two_->queue, {.until_empty = true})->tested, 40 - made);
}

TEST_P(Work, DueSitesAreHandedOutOnce) {
  const std::vector<std::string> hosts(hosts_.begin(), hosts_.begin() + 7);
  ASSERT_TRUE(one_->testing.watch(hosts, "new").ok());
  const auto handed = one_->testing.hand_out(*one_->queue, 1'000);
  ASSERT_TRUE(handed.ok()) << handed.error().sentence;
  EXPECT_EQ(*handed, 7);
  EXPECT_EQ(*one_->testing.hand_out(*one_->queue, 1'000), 0);
  EXPECT_EQ(one_->testing.work(*one_->queue, {.until_empty = true})->tested, 7);
  EXPECT_EQ(scheduled_tests(), 7);
  // A report makes it due at once, on its way or not.
  ASSERT_TRUE(one_->testing.watch({hosts[0]}, "reported").ok());
  EXPECT_EQ(*one_->testing.hand_out(*one_->queue, 1'000), 1);
  EXPECT_EQ(one_->testing.work(*one_->queue, {.until_empty = true})->tested, 1);
}

// Takes what is put, and dies before it can say so.
class DiesAfterPut : public queue::Queue {
 public:
  explicit DiesAfterPut(queue::Queue& real) : real_(real) {}
  Duration lease() const override { return real_.lease(); }
  Result<void> put(std::span<const queue::Item> items) override {
    MUSTER_CHECK_OK(real_.put(items));
    return unavailable("queue_unavailable", "Gone.");
  }
  Result<std::vector<queue::Taken>> take(int most, Duration wait) override { return real_.take(most, wait); }
  Result<void> done(const queue::Taken& item) override { return real_.done(item); }
  Result<void> extend(const queue::Taken& item) override { return real_.extend(item); }
  Result<void> again(const queue::Taken& item, Duration after) override { return real_.again(item, after); }
  Result<void> set_aside(const queue::Taken& item, const Error& why) override { return real_.set_aside(item, why); }
  Result<queue::Counts> counts() override { return real_.counts(); }
  Result<std::vector<queue::Aside>> aside(const std::string& a, int n) override { return real_.aside(a, n); }
  Result<void> retry(const std::string& key) override { return real_.retry(key); }
  Result<void> drop(const std::string& key) override { return real_.drop(key); }

 private:
  queue::Queue& real_;
};

TEST_P(Work, ACrashWhileHandingOutTestsNothingTwice) {
  const std::vector<std::string> hosts(hosts_.begin(), hosts_.begin() + 5);
  ASSERT_TRUE(one_->testing.watch(hosts, "new").ok());
  DiesAfterPut dying(*one_->queue);
  EXPECT_EQ(one_->testing.hand_out(dying, 1'000).error().code, "queue_unavailable");
  ASSERT_TRUE(one_->testing.hand_out(*one_->queue, 1'000).ok());  // five due, five waiting under the same ids
  EXPECT_EQ(one_->queue->counts()->waiting, 5);
  EXPECT_EQ(one_->testing.work(*one_->queue, {.until_empty = true})->tested, 5);
  EXPECT_EQ(scheduled_tests(), 5);
}

}  // namespace
}  // namespace muster::testing
