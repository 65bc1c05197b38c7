#include "test_support.h"
#include <lines/port.h>

#include <set>

namespace muster::lines {
namespace {

constexpr std::int64_t kForeign = 8617700000000;
constexpr const char* kEid = "89049032004008882600013742778589";  // made up; 1 modulo 97

class Porting : public LinesTest {
 protected:
  Porting() {
    NewPool block{"Other's block", "Other operator", "CN-31", LineKind::voice, kForeign, kForeign + 999};
    block.foreign = true;
    foreign_ = *service_.make_pool("admin", block);
  }
  Ports ports_{*db_, recorder_, policy_};
  Pool foreign_;
};
MUSTER_ON_BOTH_BACKENDS(Porting);

TEST_P(Porting, ANumberThatGoesOutEndsItsHoldersIntervalAndServesElsewhere) {
  const Line line = active(0, "holder-a", 1);
  const auto asked = ports_.ask_out("porter", kFirst, "Other operator", "NPC-1");
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  EXPECT_EQ(ports_.ask_out("porter", kFirst, "Other operator", "NPC-2").error().code, "port_open");
  EXPECT_EQ(service_.line(line.id)->state, State::active) << "until it passes it serves here";
  clock_.advance(std::chrono::hours(1));
  const auto done = ports_.complete("porter", asked->id);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->state, PortState::done);
  EXPECT_EQ(service_.line(line.id)->state, State::disconnected);
  const auto held = service_.ownerships(line.id)->at(0);
  EXPECT_EQ(held.id, done->ownership_id);
  EXPECT_EQ(held.until, clock_.now());
  EXPECT_EQ(number("select count(*) as n from network_command where action = 'disconnect'"), 1);
  clock_.advance(std::chrono::hours(24 * 20));
  EXPECT_EQ(*service_.tick(), 0) << "it serves at the other operator: nobody gets it here";
  EXPECT_EQ(
      attack("update line set state = 'quarantined', due_at = 1, version = version + 1 where id = '" + line.id + "'"),
      "line_ported");
  EXPECT_EQ(ports_.complete("porter", asked->id).error().code, "port_state");
  // It ended there, and comes back to its block.
  EXPECT_EQ(ports_.come_back("porter", asked->id, "").error().code, "reason_missing");
  const auto back = ports_.come_back("porter", asked->id, "ended_there");
  ASSERT_TRUE(back.ok()) << back.error().code;
  EXPECT_EQ(service_.line(line.id)->state, State::quarantined);
  clock_.advance(std::chrono::hours(24 * 90));
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(service_.line(line.id)->state, State::available);
}

TEST_P(Porting, WhatIsBarredOrNobodysStays) {
  const Line line = active(0, "holder-a", 1);
  ASSERT_TRUE(apply(line, Event::bar).ok());
  EXPECT_EQ(ports_.ask_out("porter", kFirst, "Other operator", "NPC-1").error().code, "line_state");
  EXPECT_EQ(ports_.ask_out("porter", kFirst + 5, "Other operator", "NPC-1").error().code, "line_state");
  EXPECT_EQ(ports_.ask_out("porter", kForeign, "Other operator", "NPC-1").error().code, "line_unknown");
  EXPECT_EQ(ports_.ask_out("porter", kFirst, "", "NPC-1").error().code, "port_operator");
  EXPECT_EQ(ports_.ask_out("porter", kFirst, "Other operator", "no code").error().code, "reference_form");
}

TEST_P(Porting, ANumberComesInIsRegisteredAndGoesBackWhenItEnds) {
  EXPECT_EQ(ports_.ask_in("porter", 8613800138000, "Other operator", "NPC-9", "dealer-1").error().code,
            "port_pool_unknown");
  EXPECT_EQ(service_.stock("admin", foreign_.id, 5).error().code, "pool_foreign");
  const auto asked = ports_.ask_in("porter", kForeign + 7, "Other operator", "NPC-9", "dealer-1");
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  Line line = *service_.line_of_msisdn(kForeign + 7);
  EXPECT_EQ(line.state, State::reserved);
  EXPECT_EQ(line.due_at, asked->due_at);
  EXPECT_EQ(ports_.complete("porter", asked->id).error().code, "line_state") << "nobody is registered yet";
  ASSERT_TRUE(service_.add_sim("admin", test::iccid(77), test::imsi(77)).ok());
  line = *service_.change_sim("dealer", line.id, line.version, test::iccid(77), "first");
  ASSERT_TRUE(give_all({ownership(line, "holder-a", 1)}).ok());
  line = *service_.line(line.id);
  ASSERT_TRUE(service_.apply("registrar", line.id, line.version, Event::activate).ok());
  ASSERT_TRUE(ports_.complete("porter", asked->id).ok());
  EXPECT_EQ(ports_.ask_out("porter", kForeign + 7, "Third operator", "NPC-10").error().code, "line_foreign");
  ASSERT_TRUE(apply(line, Event::disconnect, "holder_asked").ok());
  EXPECT_EQ(*service_.tick(), 0) << "it does not rest here: it is not ours to give";
  EXPECT_EQ(
      attack("update line set state = 'quarantined', due_at = 1, version = version + 1 where id = '" + line.id + "'"),
      "line_foreign");
  EXPECT_EQ(*ports_.tick(), 1);
  EXPECT_EQ(*ports_.tick(), 0);
  EXPECT_EQ(ports_.get(asked->id)->state, PortState::ended);
  EXPECT_EQ(ports_.get(asked->id)->reason, "returned");
  // The same number once more.
  const auto again = ports_.ask_in("porter", kForeign + 7, "Other operator", "NPC-11", "dealer-1");
  ASSERT_TRUE(again.ok()) << again.error().code;
  EXPECT_EQ(service_.line(line.id)->state, State::reserved);
  EXPECT_EQ(ports_.of_line(line.id)->size(), 2u);
}

TEST_P(Porting, ARequestLapsesAndTheNumberIsGivenToNobody) {
  const auto asked = ports_.ask_in("porter", kForeign, "Other operator", "NPC-1", "dealer-1");
  clock_.set(*asked->due_at);
  EXPECT_EQ(*ports_.tick(), 1);
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(ports_.get(asked->id)->state, PortState::lapsed);
  EXPECT_EQ(service_.line(asked->line_id)->state, State::available);
  EXPECT_EQ(service_.reserve("dealer", kForeign, "dealer-1").error().code, "line_foreign");
  EXPECT_EQ(service_.reserve_any("dealer", foreign_.id, "dealer-1").error().code, "line_foreign");
  const auto other = ports_.ask_in("porter", kForeign, "Other operator", "NPC-2", "dealer-1");
  ASSERT_TRUE(ports_.cancel("porter", other->id, "holder_asked").ok());
  EXPECT_EQ(service_.line(asked->line_id)->state, State::available);
  EXPECT_EQ(ports_.list(PortState::cancelled, "", 10)->size(), 1u);
}

TEST_P(Porting, TheSchemaHasTheSameTable) {
  std::set<std::pair<std::string, std::string>> table, schema;
  for (const PortTransition& t : port_transitions()) table.emplace(to_text(t.from), to_text(t.to));
  for (const auto& row : rows("select from_state, to_state from line_port_transition"))
    schema.emplace(row.text("from_state"), row.text("to_state"));
  EXPECT_EQ(table, schema);
  const auto asked = ports_.ask_in("porter", kForeign, "Other operator", "NPC-1", "dealer-1");
  const std::string of = " where id = '" + asked->id + "'";
  EXPECT_EQ(attack("update line_port set state = 'ended', due_at = null, version = 2" + of), "port_state");
  EXPECT_EQ(attack("update line_port set reference = 'x', version = 2" + of), "port_immutable");
  EXPECT_EQ(attack("delete from line_port"), "port_kept");
  EXPECT_EQ(attack("insert into line_port_transition values('ended', 'asked')"), "state_table_immutable");
}

TEST_P(Porting, ProfilesOfOneChip) {
  ASSERT_TRUE(service_.add_sim("admin", test::iccid(1), test::imsi(1), kEid).ok());
  ASSERT_TRUE(service_.add_sim("admin", test::iccid(2), test::imsi(2), kEid).ok());
  ASSERT_TRUE(service_.add_sim("admin", test::iccid(3), test::imsi(3)).ok());
  std::string wrong = kEid;
  wrong.back() = wrong.back() == '1' ? '2' : '1';
  EXPECT_EQ(service_.add_sim("admin", test::iccid(4), test::imsi(4), wrong).error().field, "eid");
  const auto on = *service_.profiles(kEid);
  ASSERT_EQ(on.size(), 2u);
  EXPECT_EQ(on[0].iccid, test::iccid(1));
  EXPECT_EQ(on[1].eid, kEid);
}

class OkNetwork final : public Network {
 public:
  Result<void> execute(const Command&) override { return {}; }
};

TEST_P(Porting, DoneCommandsGoWhenTheirTermIsOver) {
  const Line a = active(0, "holder-a", 1), b = active(1, "holder-b", 1);
  OkNetwork network;
  Dispatcher dispatcher(*db_, recorder_, network);
  EXPECT_EQ(*dispatcher.run_once(), 2);
  ASSERT_TRUE(apply(b, Event::bar).ok());
  clock_.advance(policy_.duration("line.commands_kept") - Duration(1));
  EXPECT_EQ(*service_.sweep_commands(), 0);
  clock_.advance(Duration(1));
  EXPECT_EQ(*service_.sweep_commands(1), 1) << "in batches";
  EXPECT_EQ(*service_.sweep_commands(), 1);
  EXPECT_EQ(*service_.sweep_commands(), 0);
  EXPECT_EQ(number("select count(*) as n from network_command"), 1) << "what is not done stays";
  EXPECT_EQ(attack("delete from network_command"), "command_kept");
  EXPECT_EQ(*dispatcher.run_once(), 1);
}

}  // namespace
}  // namespace muster::lines
