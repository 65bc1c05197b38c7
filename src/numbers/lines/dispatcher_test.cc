#include "test_support.h"

namespace muster::lines {
namespace {

// A network that keeps what it was told, once by each id, and can be away or refuse.
class TestNetwork final : public Network {
 public:
  Result<void> execute(const Command& command) override {
    ++calls;
    if (away) return unavailable("network_away", "The network is away.");
    if (refuses) return refused("subscriber_unknown", "No.");
    if (done.insert(command.id).second) told.push_back(command);
    if (loses_answers) return unavailable("timeout", "No answer.");
    return {};
  }
  bool away = false, refuses = false, loses_answers = false;
  int calls = 0;
  std::set<std::string> done;
  std::vector<Command> told;
};

class Dispatching : public LinesTest {
 protected:
  int run() {
    int done = 0;
    for (int some = 1; some > 0; done += some) some = *dispatcher_.run_once();
    return done;
  }
  TestNetwork network_;
  Dispatcher dispatcher_{*db_, recorder_, network_};
};
MUSTER_ON_BOTH_BACKENDS(Dispatching);

TEST_P(Dispatching, CommandsOfALineComeInOrderWithNumberAndSim) {
  const Line a = active(0, "holder-a", 1), b = active(1, "holder-b", 1);
  ASSERT_TRUE(apply(a, Event::bar_one_way).ok());
  ASSERT_TRUE(apply(a, Event::bar).ok());
  ASSERT_TRUE(apply(b, Event::disconnect).ok());
  ASSERT_TRUE(apply(a, Event::restore).ok());
  EXPECT_EQ(run(), 6);
  std::map<std::string, std::vector<Action>> by_line;
  for (const Command& c : network_.told) by_line[c.line_id].push_back(c.action);
  EXPECT_EQ(by_line[a.id], (std::vector{Action::activate, Action::bar_outgoing, Action::bar_all, Action::restore}));
  EXPECT_EQ(by_line[b.id], (std::vector{Action::activate, Action::disconnect}));
  EXPECT_EQ(network_.told[0].msisdn, msisdn_text(kFirst));
  EXPECT_EQ(network_.told[0].iccid, test::iccid(0));
  EXPECT_EQ(network_.told[0].imsi, test::imsi(0));
  EXPECT_EQ(run(), 0) << "done is done";
}

TEST_P(Dispatching, WhileTheNetworkIsAwayNothingIsLostAndNothingOvertakes) {
  const Line a = active(0, "holder-a", 1);
  ASSERT_TRUE(apply(a, Event::bar).ok());
  network_.away = true;
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(network_.calls, 1) << "the second waits for the first";
  network_.away = false;
  EXPECT_EQ(run(), 0) << "not before its time";
  clock_.advance(std::chrono::seconds(5));
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(network_.told[0].attempts, 2);
}

TEST_P(Dispatching, ALostAnswerRepeatsTheSameId) {
  active(0, "holder-a", 1);
  network_.loses_answers = true;
  EXPECT_EQ(run(), 0);
  network_.loses_answers = false;
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(network_.calls, 2);
  EXPECT_EQ(network_.told.size(), 1u) << "the network did it once";
}

TEST_P(Dispatching, WhatADeadProcessTookIsTakenAgain) {
  class Dies final : public Network {
    Result<void> execute(const Command&) override { throw std::runtime_error("killed"); }
  } dies;
  active(0, "holder-a", 1);
  Dispatcher doomed(*db_, recorder_, dies);
  EXPECT_THROW((void)doomed.run_once(), std::runtime_error);
  EXPECT_EQ(run(), 0) << "it is lent out";
  clock_.advance(std::chrono::minutes(2));
  EXPECT_EQ(run(), 1);
}

TEST_P(Dispatching, ARefusedCommandWaitsForAPersonAndHoldsTheLine) {
  const Line a = active(0, "holder-a", 1);
  active(1, "holder-b", 1);
  ASSERT_TRUE(apply(a, Event::bar).ok());
  network_.refuses = true;
  EXPECT_EQ(run(), 0);
  network_.refuses = false;
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(run(), 0) << "both first commands were refused";
  const std::string id =
      rows("select id from network_command where state = 'refused' and line_id = '" + a.id + "'").at(0).text("id");
  EXPECT_EQ(dispatcher_.retry("operator", "nothing").error().code, "command_unknown");
  ASSERT_TRUE(dispatcher_.retry("operator", id).ok());
  EXPECT_EQ(dispatcher_.retry("operator", id).error().code, "command_state");
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'network_command.refused'"), 2);
}

TEST_P(Dispatching, TheSchemaKeepsTheOrder) {
  const Line a = active(0, "holder-a", 1);
  ASSERT_TRUE(apply(a, Event::bar).ok());
  const std::string last = "(select max(ordinal) from network_command)";
  EXPECT_EQ(attack("update network_command set state = 'done', ended_at = 1 where ordinal = " + last), "command_order");
  EXPECT_EQ(attack("update network_command set action = 'restore'"), "command_immutable");
  EXPECT_EQ(attack("delete from network_command"), "command_kept");
  EXPECT_EQ(
      attack("insert into network_command(id, line_id, ordinal, action, state, attempts, next_at, fault, created_at) "
             "values('x', '" +
             a.id + "', 1, 'restore', 'waiting', 0, 1, '', 1)"),
      "command_order");
}

}  // namespace
}  // namespace muster::lines
