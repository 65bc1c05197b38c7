#include <http/live.h>
#include <ledger/recorder.h>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::http {
namespace {

using namespace std::chrono_literals;

events::Event event(int n) {
  return {"id-" + std::to_string(n), "case.opened", 1, Instant{0}, "p1", "case", "c1", R"({"secret":1})"};
}

TEST(LiveHub, HandsOutAndKeepsAlive) {
  SimulatedClock clock(Instant{0});
  Live live(clock);
  Response answer = live.subscribe();
  EXPECT_EQ(live.subscribers(), 1u);
  EXPECT_EQ(*answer.stream(), "retry: 2000\n\n");
  EXPECT_EQ(*answer.stream(), "");
  live.publish(event(1));
  const std::string told = *answer.stream();
  EXPECT_NE(told.find("event: change\ndata: {\"event_id\":\"id-1\""), std::string::npos);
  EXPECT_EQ(told.find("secret"), std::string::npos);
  clock.advance(16s);
  EXPECT_EQ(*answer.stream(), ": keep-alive\n\n");
  answer.stream = nullptr;
  EXPECT_EQ(live.subscribers(), 0u);
}

TEST(LiveHub, IsBounded) {
  SimulatedClock clock(Instant{0});
  Live live(clock, 2, 10);
  Response one = live.subscribe(), two = live.subscribe();
  EXPECT_EQ(live.subscribe().status, 503);
  for (int i = 0; i < 15; ++i) live.publish(event(i));
  const std::string told = *one.stream();
  EXPECT_NE(told.find("event: missed"), std::string::npos);
  EXPECT_EQ(told.find("\"id-9\""), std::string::npos);
  EXPECT_NE(told.find("\"id-14\""), std::string::npos);
}

class LiveFeeding : public testing::TestWithParam<store::Backend> {};
MUSTER_ON_BOTH_BACKENDS(LiveFeeding);

TEST_P(LiveFeeding, TellsWhatHappensFromNowOn) {
  test::TestDatabase db(GetParam());
  SystemClock clock;
  SystemRandom random;
  const ledger::Recorder recorder(clock, random);
  static constexpr events::Kind kKind{"thing.done", 1, "A thing was done."};
  const auto happen = [&](const std::string& id) {
    return db->write([&](store::Transaction& tx) -> Result<std::string> {
      return recorder.record(tx, kKind, "system:test", "thing", id);
    });
  };
  ASSERT_TRUE(happen("before").ok());
  Live live(clock);
  Response answer = live.subscribe();
  const LiveFeed feed(*db, live, 10ms);
  std::this_thread::sleep_for(100ms);
  ASSERT_TRUE(happen("after").ok());
  std::string told;
  for (int i = 0; i < 200 && told.find("after") == std::string::npos; ++i) {
    told += *answer.stream();
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_NE(told.find("\"after\""), std::string::npos);
  EXPECT_EQ(told.find("\"before\""), std::string::npos);
}

}  // namespace
}  // namespace muster::http
