#include <base/random.h>
#include <events/outbox.h>

#include <filesystem>
#include <future>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::events {
namespace {

using namespace std::chrono_literals;

class Outbox : public ::testing::TestWithParam<store::Backend> {
 protected:
  // The event's record says which one it is.
  void append_one(store::Transaction& tx, const std::string& record) {
    append(tx, {new_id(clock_, random_), "thing.happened", 1, clock_.now(), "system:test", "thing", record, "{}"},
           "00");
  }
  void write_one(const std::string& record) {
    ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                     append_one(tx, record);
                     return {};
                   })
                    .ok());
  }
  int drain_into(std::vector<std::string>& out, const std::string& consumer = "c", int limit = 100) {
    return *drain(*db_, consumer, limit, [&](store::Transaction&, const Event& e) -> Result<void> {
      out.push_back(e.record_id);
      return {};
    });
  }

  SystemClock clock_;
  SystemRandom random_;
  test::TestDatabase db_{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(Outbox);

using Names = std::vector<std::string>;

TEST_P(Outbox, HandsOutInOrderOnceToEachConsumer) {
  for (const char* name : {"a", "b", "c"}) write_one(name);
  Names first, second;
  EXPECT_EQ(drain_into(first, "one", 2), 2);
  EXPECT_EQ(drain_into(first, "one", 2), 1);
  EXPECT_EQ(drain_into(first, "one", 2), 0);
  EXPECT_EQ(first, (Names{"a", "b", "c"}));
  EXPECT_EQ(drain_into(second, "two"), 3);
  EXPECT_EQ(*settled(*db_), 3);
}

TEST_P(Outbox, AFailedConsumerSeesThemAgain) {
  write_one("a");
  const auto refused = drain(*db_, "c", 10, [](store::Transaction&, const Event&) -> Result<void> {
    return unavailable("away", "It is away.");
  });
  EXPECT_EQ(refused.error().code, "away");
  Names again;
  EXPECT_EQ(drain_into(again), 1);
}

// The number is given when the row is written; on PostgreSQL the later one may commit first.
TEST_P(Outbox, WhatCommitsLateIsNotPassedBy) {
  std::promise<void> written, later_is_in;
  auto early = std::async(std::launch::async, [&] {
    return db_->write([&, once = true](store::Transaction& tx) mutable -> Result<void> {
      append_one(tx, "early");
      if (std::exchange(once, false)) written.set_value();
      later_is_in.get_future().wait_for(500ms);  // on SQLite there is one writer, and the later one waits for this
      return {};
    });
  });
  written.get_future().wait();
  auto later = std::async(std::launch::async, [&] {
    write_one("later");
    later_is_in.set_value();
  });
  Names seen;
  for (int i = 0; i < 1000 && seen.size() < 2; ++i)
    if (drain_into(seen) == 0) std::this_thread::sleep_for(5ms);
  later.get();
  EXPECT_TRUE(early.get().ok());
  EXPECT_EQ(seen, (Names{"early", "later"}));
}

// Migration 0015 makes SQLite's table of bodies anew; PostgreSQL's stays as it is.
TEST(EventBodies, OfBeforeAreUnderTheirEventsAfterwards) {
  const std::string folder = testing::TempDir() + "/event-bodies";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const auto db = *store::Database::open(folder + "/muster.db");
  const auto all = store::foundation_migrations();
  std::vector<EmbeddedFile> before;
  for (const EmbeddedFile& file : all.files)
    if (file.path.substr(file.path.rfind('/') + 1, 4) < "0015") before.push_back(file);
  ASSERT_TRUE(store::migrate(*db, std::vector<store::MigrationSet>{{all.component, before}}).ok());
  SystemClock clock;
  SystemRandom random;
  static constexpr store::Sql kDestroy{"t_destroy", "delete from event_payload where event_id = :id"};
  static constexpr store::Sql kRewrite{"t_rewrite", "update event_payload set body = 'else'"};
  ASSERT_TRUE(db->write([&](store::Transaction& tx) -> Result<void> {
                  for (const char* name : {"a", "b", "c"})
                    append(tx,
                           {name, "thing.happened", 1, clock.now(), "system:test", "thing", name,
                            R"({"of":")" + std::string(name) + "\"}"},
                           "00");
                  tx.run(kDestroy, {{"id", "b"}});
                  return {};
                }).ok());
  const auto done = store::migrate(*db, std::vector<store::MigrationSet>{all});
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  const auto kept = *db->read([&](store::Transaction& tx) -> Result<std::vector<Event>> { return latest(tx, "", 10); });
  ASSERT_EQ(kept.size(), 3u);
  EXPECT_EQ(kept[0].body, R"({"of":"c"})");
  EXPECT_EQ(kept[1].body, "") << "what was destroyed stays so";
  EXPECT_EQ(kept[2].body, R"({"of":"a"})");
  const auto refused = db->write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kRewrite);
    return {};
  });
  EXPECT_EQ(refused.error().code, "event_immutable");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace muster::events
