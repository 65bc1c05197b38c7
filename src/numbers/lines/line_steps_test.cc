#include "test_support.h"

#include <set>

namespace muster::lines {
namespace {

class LineSteps : public LinesTest {
 protected:
  std::vector<Line> several(int n) {
    std::vector<Line> out;
    for (int i = 0; i < n; ++i) out.push_back(active(i, "person-" + std::to_string(i), 1));
    return out;
  }
  Result<void> step_lines(std::vector<Line>& lines, Event event, const std::string& reason = "test") {
    return db_->write([&](store::Transaction& tx) {
      return step_all(tx, {recorder_, policy_, "system:test"}, lines, event, reason);
    });
  }
  std::string state_of(const Line& line) { return to_text(service_.line(line.id)->state); }
};
MUSTER_ON_BOTH_BACKENDS(LineSteps);

TEST_P(LineSteps, ManyGoAsOneWould) {
  auto lines = several(3);
  ASSERT_TRUE(step_lines(lines, Event::warn).ok());
  ASSERT_TRUE(step_lines(lines, Event::bar_one_way).ok());
  ASSERT_TRUE(step_lines(lines, Event::bar).ok());
  for (const Line& line : lines) {
    EXPECT_EQ(state_of(line), "barred");
    EXPECT_EQ(service_.line(line.id)->version, line.version);
    EXPECT_EQ(number("select count(*) as n from event where kind = 'line.stepped' and record_id = '" + line.id +
                     "' and actor = 'system:test'"),
              3);
  }
  EXPECT_EQ(number("select count(*) as n from network_command where action = 'bar_outgoing'"), 3);
  EXPECT_EQ(number("select count(*) as n from network_command where action = 'bar_all' and sim_id is not null"), 3);
  ASSERT_TRUE(step_lines(lines, Event::disconnect).ok());
  EXPECT_EQ(number("select count(*) as n from line_ownership where until_at is null"), 0);
  EXPECT_EQ(number("select count(*) as n from line_sim where until_at is null"), 0);
}

TEST_P(LineSteps, WhatOneMayNotManyMayNot) {
  auto lines = several(2);
  EXPECT_EQ(step_lines(lines, Event::recycle).error().code, "line_state");
  EXPECT_EQ(step_lines(lines, Event::bar, "no code").error().code, "reason_missing");
  ASSERT_TRUE(apply(lines[1], Event::bar).ok());
  EXPECT_EQ(step_lines(lines, Event::warn).error().code, "stale_version") << "one changed meanwhile";
  EXPECT_EQ(state_of(lines[0]), "active") << "and then none goes";
  lines[1] = *service_.line(lines[1].id);
  EXPECT_EQ(step_lines(lines, Event::disconnect).error().code, "line_state") << "the states differ";
}

TEST_P(LineSteps, EmergencyCallsAreNeverBarred) {
  auto lines = several(1);
  ASSERT_TRUE(step_lines(lines, Event::bar).ok());
  EXPECT_EQ(number("select count(*) as n from network_command where emergency <> 'always'"), 0);
  EXPECT_NE(attack("insert into network_command(id, line_id, ordinal, action, state, attempts, next_at, fault, "
                   "created_at, emergency) values('c', '" +
                   lines[0].id + "', 99, 'bar_all', 'waiting', 0, 0, '', 0, 'barred')"),
            "done");
  EXPECT_NE(attack("update network_command set emergency = 'never'"), "done");
  struct Adapter : Network {
    Result<void> execute(const Command& command) override {
      told.push_back(command);
      return {};
    }
    std::vector<Command> told;
  } adapter;
  Dispatcher dispatcher(*db_, recorder_, adapter);
  while (*dispatcher.run_once() > 0) {
  }
  ASSERT_EQ(adapter.told.size(), 2u);
  for (const Command& command : adapter.told) EXPECT_TRUE(command.emergency_calls);
}

TEST_P(LineSteps, LinesThatServeAreTakenOver) {
  std::vector<TakenOver> taken;
  for (int n = 0; n < 3; ++n)
    taken.push_back({ownership(*service_.line_of_msisdn(kFirst + n), "claim-1", n + 1), test::iccid(n), test::imsi(n)});
  const auto done = db_->write([&](store::Transaction& tx) { return take_over(tx, recorder_, taken); });
  ASSERT_TRUE(done.ok()) << done.error().code;
  for (int n = 0; n < 3; ++n) {
    const Line line = *service_.line_of_msisdn(kFirst + n);
    EXPECT_EQ(line.state, State::active);
    EXPECT_FALSE(line.sim_id.empty());
  }
  EXPECT_EQ(number("select count(*) as n from network_command"), 0) << "they serve already";
  const auto read = db_->read([&](store::Transaction& tx) -> Result<bool> {
    EXPECT_EQ((highest_slots(tx, {"claim-1", "claim-2"})),
              (std::map<std::pair<std::string, LineKind>, std::int64_t>{{{"claim-1", LineKind::voice}, 3}}));
    const auto line = *find_by_msisdn(tx, kFirst);
    return holds_sim(tx, line.id, test::iccid(0)) && !holds_sim(tx, line.id, test::iccid(1)) &&
           find_lines(tx, {line.id, "none"}).size() == 1;
  });
  EXPECT_TRUE(*read);
  const auto again = db_->write([&](store::Transaction& tx) { return take_over(tx, recorder_, taken); });
  EXPECT_EQ(again.error().code, "line_state");
}

TEST_P(LineSteps, ALiveLinePassesOnWithoutAGap) {
  Line line = active(0, "claim-1", 1);
  clock_.advance(std::chrono::hours(1));
  Ownership next = ownership(line, "person-9", 1);
  const auto passed = db_->write([&](store::Transaction& tx) { return pass_on(tx, line, next, clock_.now()); });
  ASSERT_TRUE(passed.ok()) << passed.error().code;
  const auto all = *service_.ownerships(line.id);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(*all[0].until, all[1].from);
  EXPECT_EQ(state_of(line), "active");
  Line free = *service_.line_of_msisdn(kFirst + 5);
  next = ownership(free, "person-9", 2);
  EXPECT_EQ(db_->write([&](store::Transaction& tx) { return pass_on(tx, free, next, clock_.now()); }).error().code,
            "line_state");
}

}  // namespace
}  // namespace muster::lines
