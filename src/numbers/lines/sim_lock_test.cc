#include "test_support.h"
#include <lines/sim_lock.h>

namespace muster::lines {
namespace {

class KeepingNetwork final : public Network {
 public:
  Result<void> execute(const Command& command) override {
    told.push_back(command);
    return {};
  }
  std::vector<Command> told;
};

class SimLocks : public LinesTest {
 protected:
  Result<void> lock(const Line& line) {
    return db_->write([&](store::Transaction& tx) { return lock_sim(tx, recorder_, "holder:a", line.id); });
  }
  Result<void> unlock(const Line& line, const std::string& reason) {
    return db_->write([&](store::Transaction& tx) { return unlock_sim(tx, recorder_, "holder:a", line.id, reason); });
  }
  Result<Line> swap(int line, int sim) {
    (void)service_.add_sim("admin", test::iccid(sim), test::imsi(sim));
    const Line now = *service_.line_of_msisdn(kFirst + line);
    return service_.change_sim("shop", now.id, now.version, test::iccid(sim), "lost");
  }
};
MUSTER_ON_BOTH_BACKENDS(SimLocks);

TEST_P(SimLocks, TheHoldersWordKeepsTheSimIn) {
  const Line line = active(0, "holder-a", 1);
  ASSERT_TRUE(lock(line).ok());
  EXPECT_EQ(swap(0, 50).error().code, "sim_swap_locked");
  EXPECT_EQ(unlock(line, "").error().code, "reason_missing");
  ASSERT_TRUE(unlock(line, "phone_lost").ok());
  ASSERT_TRUE(unlock(line, "phone_lost").ok()) << "not locked: nothing happens";
  EXPECT_TRUE(swap(0, 50).ok());
  EXPECT_EQ(lock(*service_.line_of_msisdn(kFirst + 5)).error().code, "line_state") << "nobody's line";
  EXPECT_EQ(number("select count(*) as n from event where kind = 'line.sim_unlocked'"), 1);
}

TEST_P(SimLocks, NoShortMessagesForAWhileAfterASwap) {
  active(0, "holder-a", 1);
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(swap(0, 50).ok());
  KeepingNetwork network;
  Dispatcher dispatcher(*db_, recorder_, network);
  for (int some = 1; some > 0;) some = *dispatcher.run_once();
  ASSERT_EQ(network.told.size(), 2u);
  EXPECT_FALSE(network.told[0].sms_held_until.has_value()) << "the first SIM";
  EXPECT_EQ(network.told[1].action, Action::change_sim);
  EXPECT_EQ(network.told[1].sms_held_until, policy_.due("line.sms_hold_after_sim_change", clock_.now()));
  EXPECT_EQ(attack("update network_command set sms_held_until = 1"), "command_immutable");
}

}  // namespace
}  // namespace muster::lines
