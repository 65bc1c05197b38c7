// Every pair of a state and an event, of every record: what the table in state_rules.cc says, the schema of both
// databases does. A record is brought into each state by lawful steps, and every step is then tried on it.
#include "raw_sql.h"
#include <cases/rules.h>

#include <map>
#include <set>

namespace muster::cases {
namespace {

using raw::kHourMicros;
using raw::kT;
using raw::RawSql;

class StateTable : public ::testing::TestWithParam<store::Backend> {
 protected:
  StateTable() : sql(GetParam()) {}

  static std::set<std::string> states_of(std::string_view record) {
    std::set<std::string> out;
    for (const Transition& t : transitions())
      if (t.record == record) out.insert({std::string(t.from), std::string(t.to)});
    return out;
  }
  static std::set<std::string> events_of(std::string_view record) {
    std::set<std::string> out;
    for (const Transition& t : transitions())
      if (t.record == record) out.emplace(t.event);
    return out;
  }
  static std::set<std::string> targets_of(std::string_view record, std::string_view event) {
    std::set<std::string> out;
    for (const Transition& t : transitions())
      if (t.record == record && t.event == event) out.emplace(t.to);
    return out;
  }
  static bool arrow(std::string_view record, std::string_view from, std::string_view to) {
    for (const Transition& t : transitions())
      if (t.record == record && t.from == from && t.to == to) return true;
    return false;
  }
  // The states on a shortest lawful way from `first` to `goal`, without `first`.
  static std::vector<std::string> way(std::string_view record, const std::string& first, const std::string& goal) {
    std::map<std::string, std::string> before{{first, ""}};
    std::vector<std::string> wave{first};
    while (!before.contains(goal) && !wave.empty()) {
      std::vector<std::string> next;
      for (const std::string& from : wave)
        for (const Transition& t : transitions())
          if (t.record == record && t.from == from && before.emplace(t.to, from).second) next.emplace_back(t.to);
      wave = std::move(next);
    }
    if (!before.contains(goal)) throw std::runtime_error("no way to " + goal);
    std::vector<std::string> steps;
    for (std::string at = goal; at != first; at = before[at]) steps.insert(steps.begin(), at);
    return steps;
  }

  // "ok", or the code with which the database refused; either way nothing is changed.
  std::string tried(const std::string& text) {
    const std::string code = sql.refused_or_undone(text);
    return code == "undone" ? "ok" : code;
  }

  // Each pair against the schema: `update` is the statement that would write the state `to`.
  template <class Update>
  void check(std::string_view record, const std::string& from, Update update) {
    const std::string refusal = fmt::format("{}_state", record);
    for (const std::string& event : events_of(record)) {
      ++pairs;
      const auto next = next_state(record, from, event);
      if (next.ok()) {
        EXPECT_EQ(tried(update(*next)), "ok") << record << ": " << from << " " << event << " -> " << *next;
        continue;
      }
      EXPECT_EQ(next.error().code, refusal);
      for (const std::string& to : targets_of(record, event))
        if (to != from && !arrow(record, from, to))
          EXPECT_EQ(tried(update(to)), refusal) << record << ": " << from << " " << event << " -> " << to;
    }
  }

  RawSql sql;
  int pairs = 0;
};
MUSTER_ON_BOTH_BACKENDS(StateTable);

TEST_P(StateTable, Case) {
  int n = 0;
  for (const std::string& state : states_of("case")) {
    const std::string id = fmt::format("c{}", ++n), name = fmt::format("s{}.example", n);
    const auto steps = way("case", "opened", state);
    const bool referred = std::find(steps.begin(), steps.end(), "referred") != steps.end();
    if (referred)
      sql.referred(id, "explicit_unlawful", name);
    else
      sql.must(sql.case_sql(id, "explicit_unlawful", name));
    bool passed = !referred;
    for (const std::string& step : steps) {
      if (passed) sql.must(fmt::format("update case_file set state = '{}' where id = '{}'", step, id));
      // What the next step's guard asks for: a signed decision, its confirmation, its order.
      if (step == "referred") {
        passed = true;
        sql.decided({.id = id, .case_id = id, .ground = "explicit_unlawful", .scope_value = name});
      } else if (step == "decided") {
        sql.confirm({.id = id, .case_id = id, .ground = "explicit_unlawful", .scope_value = name});
      } else if (step == "confirmed") {
        sql.must(RawSql::order_sql(id, id, id));
      }
    }
    check("case", state, [&](const std::string& to) {
      return fmt::format("update case_file set state = '{}' where id = '{}'", to, id);
    });
  }
  EXPECT_EQ(pairs, static_cast<int>(states_of("case").size() * events_of("case").size()));
  EXPECT_GE(pairs, 18 * 19);
}

TEST_P(StateTable, Decision) {
  int n = 0;
  for (const std::string& state : states_of("decision")) {
    const std::string id = fmt::format("d{}", ++n), name = fmt::format("s{}.example", n);
    sql.referred(id, "explicit_unlawful", name);
    sql.must(RawSql::decision_sql({.id = id, .case_id = id, .ground = "explicit_unlawful", .scope_value = name}));
    if (state != "withdrawn") sql.must(RawSql::sign_sql(id, "decider", "decider", "k-decider"));
    for (const std::string& step : way("decision", "draft", state)) {
      sql.must(fmt::format("update decision set state = '{}' where id = '{}'", step, id));
      if (step == "decided") sql.must(RawSql::sign_sql(id, "confirmer", "confirmer", "k-confirmer", kT + 2));
    }
    check("decision", state, [&](const std::string& to) {
      return fmt::format("update decision set state = '{}' where id = '{}'", to, id);
    });
  }
  EXPECT_EQ(pairs, 4 * 3);
}

TEST_P(StateTable, Order) {
  int n = 0;
  for (const std::string& state : states_of("order")) {
    const std::string id = fmt::format("o{}", ++n), name = fmt::format("s{}.example", n);
    sql.referred(id, "explicit_unlawful", name);
    sql.confirmed({.id = id, .case_id = id, .ground = "explicit_unlawful", .scope_value = name});
    sql.must(RawSql::order_sql(id, id, id));
    if (state == "stayed") {  // it is resumed only once its appeal was heard and did not succeed
      sql.must(RawSql::appeal_sql(id, id));
      sql.must(fmt::format("update orders set state = 'stayed' where id = '{}'", id));
      sql.must(RawSql::heard_sql(id, "upheld"));
    } else {
      for (const std::string& step : way("order", "in_force", state))
        sql.must(fmt::format("update orders set state = '{}' where id = '{}'", step, id));
    }
    check("order", state,
          [&](const std::string& to) { return fmt::format("update orders set state = '{}' where id = '{}'", to, id); });
  }
  EXPECT_EQ(pairs, 7 * 7);
}

TEST_P(StateTable, Appeal) {
  int n = 0;
  for (const std::string& state : states_of("appeal")) {
    const std::string id = fmt::format("a{}", ++n), name = fmt::format("s{}.example", n);
    sql.referred(id, "explicit_unlawful", name);
    sql.confirmed({.id = id, .case_id = id, .ground = "explicit_unlawful", .scope_value = name});
    sql.must(RawSql::order_sql(id, id, id));
    sql.must(RawSql::appeal_sql(id, id));
    const auto heard = [](const std::string& to) { return to == "upheld" || to == "varied" || to == "reversed"; };
    const auto update = [&](const std::string& to) {
      return heard(to) && !heard(state) ? RawSql::heard_sql(id, to)
                                        : fmt::format("update appeal set state = '{}' where id = '{}'", to, id);
    };
    for (const std::string& step : way("appeal", "filed", state))
      sql.must(heard(step) ? RawSql::heard_sql(id, step)
                           : fmt::format("update appeal set state = '{}' where id = '{}'", step, id));
    check("appeal", state, update);
  }
  EXPECT_EQ(pairs, 8 * 7);
}

TEST_P(StateTable, ReceivedOrder) {
  int n = 0;
  for (const std::string& state : states_of("received_order")) {
    const std::string id = fmt::format("r{}", ++n);
    sql.must(fmt::format(
        "insert into received_order(id, reference, authority_party_id, dated, ground, law, measure, scope_kind, "
        "scope_value, ends_at, document_id, document_sha256, entered_by, entered_at, state) values('{0}', 'ref-{0}', "
        "'court', '2026-05-01', 'explicit_unlawful', 'law', 'network', 'host', 'bad.example', {1}, 'doc', '{2:a>64}', "
        "'sec1', {3}, 'entered')",
        id, kT + 48 * kHourMicros, "", kT));
    const auto update = [&](const std::string& to) {
      return to == "entered" ? fmt::format("update received_order set state = 'entered' where id = '{}'", id)
                             : fmt::format(
                                   "update received_order set state = '{}', checked_by = 'sec2', checked_at = {} "
                                   "where id = '{}'",
                                   to, kT + 1, id);
    };
    for (const std::string& step : way("received_order", "entered", state)) sql.must(update(step));
    check("received_order", state, update);
  }
  EXPECT_EQ(pairs, 3 * 2);
}

}  // namespace
}  // namespace muster::cases
