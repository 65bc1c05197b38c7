// What the schema refuses to whoever has the application's rights in the database.
#include "test_support.h"

namespace muster::lines {
namespace {

class LineSchema : public LinesTest {};
MUSTER_ON_BOTH_BACKENDS(LineSchema);

TEST_P(LineSchema, HasTheSameStateTable) {
  std::set<std::pair<std::string, std::string>> code, schema;
  for (const Transition& t : transitions()) code.insert({to_text(t.from), to_text(t.to)});
  for (const auto& row : rows("select from_state, to_state from line_transition"))
    schema.insert({row.text("from_state"), row.text("to_state")});
  EXPECT_EQ(code, schema);
  EXPECT_EQ(attack("insert into line_transition(from_state, to_state) values('available', 'active')"),
            "state_table_immutable");
  EXPECT_EQ(attack("update line_transition set to_state = 'active'"), "state_table_immutable");
  EXPECT_EQ(attack("delete from line_transition"), "state_table_immutable");
}

TEST_P(LineSchema, EveryChangeOfStateThatIsNotInTheTableIsRefused) {
  std::set<std::pair<std::string, std::string>> open;
  for (const Transition& t : transitions()) open.insert({to_text(t.from), to_text(t.to)});
  const std::map<State, std::vector<Event>> ways{
      {State::registered, {}},
      {State::active, {Event::activate}},
      {State::warned, {Event::activate, Event::warn}},
      {State::one_way_barred, {Event::activate, Event::bar_one_way}},
      {State::barred, {Event::activate, Event::bar}},
      {State::disconnected, {Event::activate, Event::disconnect}},
      {State::quarantined, {Event::activate, Event::disconnect, Event::quarantine}}};
  int n = 0;
  for (int s = 0; s < kStateCount; ++s) {
    const auto from = static_cast<State>(s);
    Line line = *service_.line_of_msisdn(kFirst + n);
    if (from == State::reserved) line = reserved(n);
    if (ways.contains(from)) line = registered(n, "holder-" + std::to_string(n), 1);
    if (ways.contains(from))
      for (const Event way : ways.at(from)) line = *apply(line, way);
    ++n;
    for (int t = 0; t < kStateCount; ++t) {
      const std::string to = to_text(static_cast<State>(t));
      if (s == t || open.contains({to_text(from), to})) continue;
      const std::string due = to == "reserved" || to == "quarantined" ? "9999999999999999" : "null";
      EXPECT_EQ(attack("update line set state = '" + to + "', version = version + 1, due_at = " + due +
                       ", reserved_for = " + (to == "reserved" ? "'x'" : "''") + " where id = '" + line.id + "'")
                    .substr(0, 5),
                "line_")
          << to_text(from) << " to " << to;
    }
  }
}

TEST_P(LineSchema, NoLineIsTakenBeforeItsQuarantineEnds) {
  const Line line = active(0, "holder-a", 1);
  ASSERT_TRUE(apply(line, Event::disconnect).ok());
  ASSERT_EQ(*service_.tick(), 1);
  EXPECT_EQ(
      attack("update line set state = 'available', due_at = null, version = version + 1, state_since = due_at - 1 "
             "where id = '" +
             line.id + "'"),
      "line_quarantine");
}

TEST_P(LineSchema, ALineKeepsItsNumberAndStaysOnRecord) {
  const Line line = active(0, "holder-a", 1);
  const std::string where = " where id = '" + line.id + "'";
  EXPECT_EQ(attack("update line set msisdn = msisdn + 50, version = version + 1" + where), "line_immutable");
  EXPECT_EQ(attack("update line set version = version + 2" + where), "line_immutable");
  EXPECT_EQ(attack("delete from line" + where), "line_kept");
  EXPECT_EQ(attack("update line set state = 'disconnected', version = version + 1" + where), "line_held");
  EXPECT_EQ(attack("update number_pool set last_number = last_number + 1"), "pool_immutable");
  EXPECT_EQ(attack("delete from number_pool"), "pool_kept");
  EXPECT_EQ(attack("insert into line(id, msisdn, pool_id, state, state_since, reserved_for, version) values('x', "
                   "8613000000000, '" +
                   pool_.id + "', 'available', 1, '', 1)"),
            "line_outside_pool");
  EXPECT_EQ(attack("insert into line(id, msisdn, pool_id, state, state_since, reserved_for, version) values('x', " +
                   std::to_string(kFirst + 50) + ", '" + pool_.id + "', 'active', 1, '', 1)"),
            "line_first_state");
}

class OwnershipSchema : public LinesTest {
 protected:
  // As SQL would put it in: `until` is "null" or a number.
  std::string put(const std::string& id, const Line& line, const std::string& from, const std::string& until,
                  const std::string& holder = "holder-z", int slot = 1, int cap = 5, int excess = 0) {
    return attack(
        "insert into line_ownership(id, line_id, holder_id, line_kind, counted_under, slot, cap, excess, ground_ref, "
        "from_at, until_at) values('" +
        id + "', '" + line.id + "', '" + holder + "', 'voice', '" + holder + "', " + std::to_string(slot) + ", " +
        std::to_string(cap) + ", " + std::to_string(excess) + ", 'r', " + from + ", " + until + ")");
  }
};
MUSTER_ON_BOTH_BACKENDS(OwnershipSchema);

TEST_P(OwnershipSchema, RefusesASecondOpenIntervalAndEveryOverlap) {
  const Line line = active(0, "holder-a", 1);
  const std::int64_t from = clock_.now().micros;
  EXPECT_EQ(put("x", line, std::to_string(from + 5), "null"), "ownership_overlap");
  EXPECT_EQ(put("x", line, std::to_string(from - 5), "null"), "ownership_overlap");
  EXPECT_EQ(put("x", line, std::to_string(from - 5), std::to_string(from + 1)), "ownership_overlap");
  EXPECT_EQ(put("x", line, std::to_string(from + 5), std::to_string(from + 9)), "ownership_overlap");
  EXPECT_EQ(put("before", line, std::to_string(from - 5), std::to_string(from)), "done") << "what ends as it begins";
  EXPECT_EQ(put("x", line, std::to_string(from - 9), std::to_string(from - 4)), "ownership_overlap");
  EXPECT_EQ(put("x", line, "9", "8"), "schema_refused") << "it ends before it begins";
}

TEST_P(OwnershipSchema, RefusesAHolderOfALineThatIsNotRegistered) {
  EXPECT_EQ(put("x", *service_.line_of_msisdn(kFirst + 1), "5", "null"), "ownership_line_state");
  EXPECT_EQ(put("x", reserved(2), "5", "null"), "ownership_line_state");
}

TEST_P(OwnershipSchema, WhatHasEndedIsNeverWrittenAgain) {
  const Line line = active(0, "holder-a", 1);
  ASSERT_TRUE(apply(line, Event::disconnect).ok());
  EXPECT_EQ(attack("update line_ownership set until_at = until_at + 1"), "ownership_immutable");
  EXPECT_EQ(attack("update line_ownership set until_at = null"), "ownership_immutable");
  EXPECT_EQ(attack("update line_ownership set holder_id = 'holder-b'"), "ownership_immutable");
  EXPECT_EQ(attack("delete from line_ownership"), "ownership_immutable");
}

TEST_P(OwnershipSchema, AnOpenOneCanOnlyEnd) {
  active(0, "holder-a", 1);
  for (const char* change : {"holder_id = 'holder-b'", "from_at = from_at - 1", "line_id = 'x'", "ground_ref = 'y'",
                             "cap = 100", "slot = 2", "line_kind = 'iot'", "excess = 1"})
    EXPECT_EQ(attack(std::string("update line_ownership set ") + change), "ownership_immutable") << change;
  EXPECT_EQ(attack("delete from line_ownership"), "ownership_immutable");
  EXPECT_EQ(attack("update line_ownership set until_at = from_at - 1"), "schema_refused");
}

TEST_P(OwnershipSchema, TheCapHoldsInTheSchema) {
  const Line a = registered(0, "holder-a", 1);
  registered(1, "holder-a", 2);
  ASSERT_TRUE(apply(a, Event::release).ok());
  const Line c = reserved(2);
  EXPECT_EQ(give_all({ownership(c, "holder-a", 6, 5)}).error().code, "schema_refused") << "no slot beyond the cap";
  EXPECT_EQ(give_all({ownership(c, "holder-a", 2, 5)}).error().code, "already_exists") << "a slot is taken once";
  EXPECT_TRUE(give_all({ownership(c, "holder-a", 1, 5)}).ok()) << "what was given back is free";
  EXPECT_EQ(put("x", *service_.line_of_msisdn(kFirst), "5", "6", "h", 9, 5, 1), "cap_reached")
      << "nothing begins beyond the cap";
}

TEST_P(OwnershipSchema, SimHistoryStays) {
  active(0, "holder-a", 1);
  EXPECT_EQ(attack("update line_sim set from_at = from_at - 1"), "sim_history");
  EXPECT_EQ(attack("delete from line_sim"), "sim_history");
  EXPECT_EQ(attack("update sim set imsi = '460990000000099'"), "sim_immutable");
  EXPECT_EQ(attack("delete from sim"), "sim_immutable");
}

}  // namespace
}  // namespace muster::lines
