#include <census/observation.h>
#include <census/reconcile.h>

#include <gtest/gtest.h>

namespace muster::census {
namespace {

constexpr std::int32_t kToday = 20'781;

std::shared_ptr<const Register> observed_register() {
  RegisterBuilder builder({});
  builder.add_filing("filed.com", FilingState::filed);
  builder.add_filing("shop.host.net", FilingState::filed);
  return *builder.finish();
}
void ask(Observation& observation, std::string_view name, int clients, int from = 0) {
  observation.begin();
  for (int c = from; c < from + clients; ++c) {
    intake::Query query;
    query.name = name;
    query.client[0] = 4;
    query.client[1] = static_cast<char>(c);
    query.day = 12;  // a sender whose clock is wrong
    observation.query(query);
  }
  observation.end();
}
std::string names(const Seen& seen) {
  std::vector<std::string> all;
  for (const auto& row : seen.rows)
    all.push_back(std::string(seen.name(row)) + ":" + std::to_string(row.first_day - kToday) + ":" +
                  std::to_string(row.last_day - kToday));
  std::sort(all.begin(), all.end());
  std::string out;
  for (const auto& name : all) out += name + " ";
  return out;
}

class ObservationTest : public testing::Test {
 protected:
  Observation make(ObservationLimits limits = {}) { return Observation(random_, limits, observed_register(), kToday); }
  SeededRandom random_{7};
};

TEST_F(ObservationTest, KeepsWhatEnoughClientsAskedFor) {
  auto observation = make();
  ask(observation, "www.nine.com", 9);
  ask(observation, "www.nine.com", 9);
  ask(observation, "ten.com", 10);
  ask(observation, "www.shop.host.net", 12);  // filed apart from its domain
  ask(observation, "com", 3);
  const Seen seen = observation.take();
  EXPECT_EQ(names(seen), "shop.host.net:0:0 ten.com:0:0 ");
  EXPECT_EQ(seen.intake.below_k, 1u);
  EXPECT_EQ(seen.intake.names, 40u);
  EXPECT_EQ(seen.intake.not_sites, 3u);
  EXPECT_EQ(observation.take().intake.names, 0u);  // counted once
  const auto outcome = reconcile(seen, *observed_register(), {});
  ASSERT_TRUE(outcome.ok());
  ASSERT_EQ(outcome->differences.size(), 1u);
  EXPECT_EQ(outcome->differences[0].name, "ten.com");
  EXPECT_EQ(outcome->of(Standing::filed), 1u);
}

// k clients over two days are not k clients of one day: sketches end with their day.
TEST_F(ObservationTest, ClientsAreForgottenAtTheEndOfTheDay) {
  auto observation = make();
  ask(observation, "half.com", 6);
  ask(observation, "ten.com", 10);
  observation.start_day(kToday + 1);
  ask(observation, "half.com", 6, 6);
  EXPECT_EQ(names(observation.take()), "ten.com:0:0 ");
  ask(observation, "ten.com", 10);
  observation.start_day(kToday + 2);
  EXPECT_EQ(names(observation.take()), "ten.com:0:1 ");
  observation.start_day(kToday + 7);
  EXPECT_EQ(names(observation.take()), "ten.com:0:1 ");
  observation.start_day(kToday + 8);
  EXPECT_EQ(names(observation.take()), "");
}

TEST_F(ObservationTest, WhatFindsNoRoomIsCounted) {
  auto observation = make({.sites_max = 2});
  ask(observation, "a.com", 10);
  ask(observation, "b.com", 10);
  ask(observation, "c.com", 10);
  const Seen seen = observation.take();
  EXPECT_EQ(names(seen), "a.com:0:0 b.com:0:0 ");
  EXPECT_EQ(seen.intake.over_sites_max, 10u);
  EXPECT_EQ(observation.size().left_out, 10u);
  EXPECT_EQ(observation.size().today, 2u);
}

TEST_F(ObservationTest, SurvivesARestartByNamesAndDays) {
  auto observation = make();
  ask(observation, "ten.com", 10);
  observation.start_day(kToday + 1);
  ask(observation, "now.com", 10);
  ask(observation, "few.com", 2);
  const std::string saved = observation.save();
  EXPECT_EQ(saved, "ten.com 20781 20781\nnow.com 20782 20782\n");
  Observation other(random_, {}, observed_register(), kToday + 1);
  other.load(saved + "bad\n-x.com 1 2\nA.com 20781 20782\nfuture.com 20781 20799\nold.com 1 2\ncut.com 20781");
  EXPECT_EQ(names(other.take()), "now.com:1:1 ten.com:0:0 ");
}

}  // namespace
}  // namespace muster::census
