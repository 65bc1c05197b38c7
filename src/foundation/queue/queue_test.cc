// One suite for all forms of the queue: in SQLite, in PostgreSQL, in one NATS server, in a cluster of three. Times are
// real: a NATS server has its own clock. MUSTER_TEST_NATS and MUSTER_TEST_NATS_CLUSTER name the servers (script/nats);
// without them the tests fail, they aren't skipped.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <queue/queue.h>
#include <support/test_database.h>

namespace muster::queue {
namespace {

using namespace std::chrono_literals;

enum class Form { sqlite, postgres, nats, cluster };
std::string name_of(Form form) {
  constexpr const char* kNames[] = {"sqlite", "postgres", "nats", "cluster"};
  return kNames[static_cast<int>(form)];
}

class Queues : public ::testing::TestWithParam<Form> {
 protected:
  Queues() {
    std::uint64_t number = 0;
    random_.fill({reinterpret_cast<std::uint8_t*>(&number), sizeof number});
    options_.name = fmt::format("t{:x}", number);
    options_.lease = 60s;  // a slow machine must not lose it; tests of leases have their own
    if (GetParam() == Form::sqlite || GetParam() == Form::postgres)
      db_ = std::make_unique<test::TestDatabase>(GetParam() == Form::sqlite ? store::Backend::sqlite
                                                                            : store::Backend::postgres);
  }
  std::unique_ptr<Queue> open() {
    if (db_) return std::move(*embedded(**db_, clock_, random_, options_));
    const char* servers = std::getenv(GetParam() == Form::nats ? "MUSTER_TEST_NATS" : "MUSTER_TEST_NATS_CLUSTER");
    if (!servers) throw std::runtime_error("MUSTER_TEST_NATS and MUSTER_TEST_NATS_CLUSTER name no servers");
    auto queue = jetstream({.servers = servers}, options_);
    if (!queue.ok()) throw std::runtime_error(queue.error().sentence);
    return std::move(*queue);
  }
  static std::vector<Item> items(int from, int to) {
    std::vector<Item> out;
    for (int i = from; i < to; ++i) out.push_back({fmt::format("item-{:05}", i), fmt::format(R"({{"n":{}}})", i)});
    return out;
  }
  // Takes until nothing came for `quiet`; ends all.
  static std::multiset<std::string> drain(Queue& queue, Duration quiet = 300ms) {
    std::multiset<std::string> out;
    for (;;) {
      const auto taken = queue.take(100, quiet);
      EXPECT_TRUE(taken.ok()) << (taken.ok() ? "" : taken.error().sentence);
      if (!taken.ok() || taken->empty()) return out;
      for (const Taken& one : *taken) {
        out.insert(one.id);
        EXPECT_TRUE(queue.done(one).ok());
      }
    }
  }
  // Until something was taken, or a while has passed.
  static std::vector<Taken> take_within(Queue& queue, Duration most, int count = 10) {
    const auto end = std::chrono::steady_clock::now() + most;
    while (std::chrono::steady_clock::now() < end) {
      auto taken = queue.take(count, 100ms);
      if (taken.ok() && !taken->empty()) return std::move(*taken);
    }
    return {};
  }

  // A cluster agrees on its counts a moment after the word was given.
  static void expect_counts(Queue& queue, std::int64_t unended, std::int64_t aside) {
    Counts counts;
    for (int i = 0; i < 600; ++i) {
      counts = *queue.counts();
      if (counts.waiting + counts.taken == unended && counts.aside == aside) return;
      std::this_thread::sleep_for(50ms);
    }
    ADD_FAILURE() << counts.waiting << " wait, " << counts.taken << " are taken, " << counts.aside << " aside";
  }

  SystemClock clock_;
  SystemRandom random_;
  Options options_;
  std::unique_ptr<test::TestDatabase> db_;
};
INSTANTIATE_TEST_SUITE_P(Forms, Queues, ::testing::Values(Form::sqlite, Form::postgres, Form::nats, Form::cluster),
                         [](const auto& form) { return name_of(form.param); });

TEST_P(Queues, WhatIsPutIsTakenOnceAndGone) {
  const auto queue = open();
  ASSERT_TRUE(queue->put(items(0, 250)).ok());
  expect_counts(*queue, 250, 0);
  const auto taken = drain(*queue);
  EXPECT_EQ(taken.size(), 250u);
  EXPECT_EQ(std::set<std::string>(taken.begin(), taken.end()).size(), 250u);
  expect_counts(*queue, 0, 0);
}

TEST_P(Queues, BodiesComeBackAsTheyWere) {
  const auto queue = open();
  const std::vector<Item> put{{"empty", ""}, {"large", std::string(kBodyBytesMax, 'x')}, {"words", "网站 \n\t ü"}};
  ASSERT_TRUE(queue->put(put).ok());
  std::map<std::string, std::string> got;
  while (got.size() < put.size()) {
    const auto taken = take_within(*queue, 5s);
    ASSERT_FALSE(taken.empty());
    for (const Taken& one : taken) {
      got[one.id] = one.body;
      EXPECT_EQ(one.attempt, 1);
      EXPECT_TRUE(queue->done(one).ok());
    }
  }
  for (const Item& one : put) EXPECT_EQ(got[one.id], one.body) << one.id;
}

TEST_P(Queues, TheSameIdAgainIsTheSameItem) {
  const auto queue = open();
  ASSERT_TRUE(queue->put(items(0, 10)).ok());
  ASSERT_TRUE(queue->put(items(5, 15)).ok());
  EXPECT_EQ(drain(*queue).size(), 15u);
  ASSERT_TRUE(queue->put(items(0, 15)).ok());  // remembered after its end, too
  EXPECT_EQ(drain(*queue).size(), 0u);
}

TEST_P(Queues, AnEmptyQueueWaitsAndGivesNothing) {
  const auto queue = open();
  EXPECT_TRUE(queue->take(10, 0ms)->empty());
  const auto at = std::chrono::steady_clock::now();
  EXPECT_TRUE(queue->take(10, 200ms)->empty());
  EXPECT_GE(std::chrono::steady_clock::now() - at, 100ms);
}

TEST_P(Queues, ALeaseRunsOutAndAnotherTakesIt) {
  options_.lease = 1s;
  const auto queue = open();
  ASSERT_TRUE(queue->put(items(0, 1)).ok());
  const auto first = take_within(*queue, 5s);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_TRUE(queue->take(10, 0ms)->empty());
  const auto second = take_within(*queue, 10s);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].attempt, 2);
  // The first worker lived after all and is done: nobody does it a third time.
  EXPECT_TRUE(queue->done(first[0]).ok());
  EXPECT_TRUE(queue->done(second[0]).ok());
  expect_counts(*queue, 0, 0);
}

TEST_P(Queues, ALeaseThatIsExtendedHolds) {
  options_.lease = 1500ms;
  const auto queue = open();
  ASSERT_TRUE(queue->put(items(0, 1)).ok());
  const auto mine = take_within(*queue, 5s);
  ASSERT_EQ(mine.size(), 1u);
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(400ms);
    ASSERT_TRUE(queue->extend(mine[0]).ok());
    EXPECT_TRUE(queue->take(10, 0ms)->empty()) << "after " << (i + 1) * 400 << " ms";
  }
  EXPECT_TRUE(queue->done(mine[0]).ok());
}

TEST_P(Queues, LeasesOfManyAreExtendedTogether) {
  options_.lease = 1500ms;
  const auto queue = open();
  ASSERT_TRUE(queue->put(items(0, 3)).ok());
  std::vector<Taken> mine;
  while (mine.size() < 3) {
    const auto some = take_within(*queue, 5s);
    ASSERT_FALSE(some.empty());
    mine.insert(mine.end(), some.begin(), some.end());
  }
  ASSERT_TRUE(queue->done(mine[0]).ok()) << "one of them is nobody's any more";
  const Taken* all[] = {&mine[0], &mine[1], &mine[2]};
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(400ms);
    ASSERT_TRUE(queue->extend_all(all).ok());
    EXPECT_TRUE(queue->take(10, 0ms)->empty()) << "after " << (i + 1) * 400 << " ms";
  }
  EXPECT_TRUE(queue->done(mine[1]).ok());
  EXPECT_TRUE(queue->done(mine[2]).ok());
  expect_counts(*queue, 0, 0);
}

TEST_P(Queues, BackForLater) {
  const auto queue = open();
  ASSERT_TRUE(queue->put(items(0, 1)).ok());
  const auto first = take_within(*queue, 5s);
  ASSERT_EQ(first.size(), 1u);
  ASSERT_TRUE(queue->again(first[0], 400ms).ok());
  EXPECT_TRUE(queue->take(10, 100ms)->empty());
  const auto second = take_within(*queue, 5s);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].attempt, 2);
  EXPECT_TRUE(queue->done(second[0]).ok());
}

TEST_P(Queues, PoisonIsSetAsideWithItsReasonAndComesBackWhenAPersonSaysSo) {
  const auto queue = open();
  ASSERT_TRUE(queue->put(items(0, 3)).ok());
  std::vector<Taken> taken;
  while (taken.size() < 3)
    for (Taken& one : take_within(*queue, 5s)) taken.push_back(std::move(one));
  for (const Taken& one : taken)
    ASSERT_TRUE(queue->set_aside(one, invalid("work_form", "The body is no\nrequest.")).ok());
  expect_counts(*queue, 0, 3);
  const auto page = *queue->aside("", 2);
  ASSERT_EQ(page.size(), 2u);
  const auto rest = *queue->aside(page[1].key, 10);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(page[0].code, "work_form");
  EXPECT_TRUE(page[0].sentence.starts_with("The body is no")) << page[0].sentence;
  EXPECT_EQ(page[0].attempts, 1);
  EXPECT_TRUE(page[0].body.starts_with("{")) << page[0].body;
  EXPECT_GT(page[0].at.micros, clock_.now().micros - 60'000'000);

  EXPECT_TRUE(queue->drop(page[0].key).ok());
  EXPECT_EQ(queue->drop(page[0].key).error().code, "queue_aside_unknown");
  EXPECT_TRUE(queue->retry(page[1].key).ok());
  EXPECT_EQ(queue->retry(page[1].key).error().code, "queue_aside_unknown");
  const auto again = take_within(*queue, 5s);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].id, page[1].id);
  EXPECT_EQ(again[0].attempt, 1);
  EXPECT_TRUE(queue->done(again[0]).ok());
  expect_counts(*queue, 0, 1);
}

TEST_P(Queues, WhatEndsItsWorkersIsGivenUp) {
  options_.lease = 100ms;
  options_.attempts_max = 3;
  const auto queue = open();
  ASSERT_TRUE(queue->put(items(0, 1)).ok());
  for (int attempt = 1; attempt <= 3; ++attempt) {
    const auto taken = take_within(*queue, 10s);
    ASSERT_EQ(taken.size(), 1u) << attempt;
    EXPECT_EQ(taken[0].attempt, attempt);
  }
  EXPECT_TRUE(take_within(*queue, 2s).empty());
  const auto aside = *queue->aside("", 10);
  ASSERT_EQ(aside.size(), 1u);
  EXPECT_EQ(aside[0].code, "queue_gave_up");
  EXPECT_EQ(aside[0].attempts, 3);
}

TEST_P(Queues, BadItemsAreRefusedBeforeAnythingIsPut) {
  const auto queue = open();
  const auto field = [&](std::string id, std::string body) {
    std::vector<Item> bad = items(0, 2);
    bad.push_back({std::move(id), std::move(body)});
    const auto put = queue->put(bad);
    EXPECT_FALSE(put.ok());
    return put.ok() ? "" : put.error().code + " " + put.error().field;
  };
  EXPECT_EQ(field("", "x"), "queue_item items[2].id");
  EXPECT_EQ(field("two words", "x"), "queue_item items[2].id");
  EXPECT_EQ(field("line\nbreak", "x"), "queue_item items[2].id");
  EXPECT_EQ(field(std::string(kIdBytesMax + 1, 'x'), "x"), "queue_item items[2].id");
  EXPECT_EQ(field("a", std::string(kBodyBytesMax + 1, 'x')), "queue_item items[2].body");
  EXPECT_EQ(field("a", "\xff"), "queue_item items[2].body");
  EXPECT_EQ(queue->put(items(0, static_cast<int>(kPutMax) + 1)).error().code, "queue_put_size");
  expect_counts(*queue, 0, 0);
}

TEST_P(Queues, AFullQueueSaysSo) {
  options_.waiting_max = 20;
  const auto queue = open();
  ASSERT_TRUE(queue->put(items(0, 20)).ok());
  EXPECT_EQ(queue->put(items(20, 21)).error().code, "queue_full");
  EXPECT_EQ(drain(*queue).size(), 20u);
  EXPECT_TRUE(queue->put(items(20, 30)).ok());
}

TEST_P(Queues, FourWorkersShareWithoutLoss) {
  const auto queue = open();
  for (int i = 0; i < 1'000; i += 500) ASSERT_TRUE(queue->put(items(i, i + 500)).ok());
  std::mutex mutex;
  std::map<std::string, int> done;
  std::vector<std::thread> workers;
  for (int w = 0; w < 4; ++w)
    workers.emplace_back([&] {
      const auto mine = open();  // as another process would
      for (int empty = 0; empty < 3;) {
        const auto taken = mine->take(40, 200ms);
        if (!taken.ok()) continue;
        empty = taken->empty() ? empty + 1 : 0;
        for (const Taken& one : *taken) {
          if (!mine->done(one).ok()) continue;
          const std::lock_guard lock(mutex);
          ++done[one.id];
        }
      }
    });
  for (auto& worker : workers) worker.join();
  EXPECT_EQ(done.size(), 1'000u);
  for (const auto& [id, times] : done) EXPECT_EQ(times, 1) << id;
}

TEST(QueueNames, AreChecked) {
  test::TestDatabase db(store::Backend::sqlite);
  SystemClock clock;
  SystemRandom random;
  for (const char* name :
       {"", "Upper", "1st", "a-b", "a.b", "a*", "x x", "name_that_is_longer_than_forty_characters_"}) {
    Options options;
    options.name = name;
    EXPECT_EQ(embedded(*db, clock, random, options).error().code, "queue_name") << name;
    EXPECT_EQ(jetstream({.servers = "nats://127.0.0.1:1"}, options).error().code, "queue_name") << name;
  }
  Options good;
  good.name = "tests";
  EXPECT_EQ(jetstream({.servers = " , "}, good).error().code, "queue_servers");
  const auto away = jetstream({.servers = "nats://name:password@127.0.0.1:1"}, good);
  EXPECT_EQ(away.error().code, "queue_unavailable");
  EXPECT_EQ(away.error().sentence.find("password"), std::string::npos);
}

}  // namespace
}  // namespace muster::queue
