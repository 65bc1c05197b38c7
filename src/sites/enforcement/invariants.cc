// What an owner of the database could still do after switching the schema's rules off, found again from tables, keys
// and texts.
#include "order_check.h"
#include <base/bytes.h>
#include <cases/records.h>
#include <cases/rules.h>
#include <enforcement/service.h>

#include <set>

#include <fmt/format.h>

namespace muster::enforcement {
namespace {

using ledger::Report;
using store::Sql;
using store::Transaction;

constexpr int kCheckedAtOnce = 500;

// Every id of a table in order of key, in batches, so that other statements may run between.
void each_id(Transaction& tx, const Sql& page, const std::function<void(const store::Row&)>& visit) {
  std::string after;
  for (;;) {
    const auto rows = tx.query(page, {{"after", after}, {"limit", kCheckedAtOnce}});
    for (const auto& row : rows) visit(row);
    if (rows.size() < static_cast<std::size_t>(kCheckedAtOnce)) return;
    after = rows.back().text("key");
  }
}

void orders(Transaction& tx, Report& report) {
  static constexpr Sql kOrders{"verify_orders",
                               "select id as key from orders where id > :after order by id limit :limit"};
  each_id(tx, kOrders, [&](const store::Row& row) {
    const auto order = cases::select_order(tx, row.text("key"));
    if (!order) {
      report.add({"order_without_decision", "Order " + row.text("key") + ": it has no decision.", -1, -1, {}});
      return;
    }
    for (const OrderFault& fault : check_order(tx, *order))
      report.add({fault.code, fmt::format("Order {}: {}", order->number, fault.sentence), -1, -1, {}});
  });
}

// A decision that is not under an order: decided needs one right signature, confirmed two.
void decisions(Transaction& tx, Report& report) {
  static constexpr Sql kDecisions{"verify_decisions",
                                  "select id as key, state from decision where id > :after order by id limit :limit"};
  each_id(tx, kDecisions, [&](const store::Row& row) {
    const auto d = cases::select_decision(tx, row.text("key"));
    const auto c = cases::select_case(tx, d->case_id);
    const auto fault = [&](const char* code, const char* words) {
      report.add({code, fmt::format("Decision {}: {}", d->id, words), -1, -1, {}});
    };
    if (!c) return fault("decision_without_case", "It has no case.");
    if (to_hex(sha256(d->canonical_text)) != d->text_sha256)
      fault("decision_text_hash", "Its text does not have the hash on record.");
    if (cases::canonical_text(*c, *d, cases::select_elements(tx, c->id)) != d->canonical_text)
      fault("decision_text_fields", "Its text does not say what the record says.");
    std::set<std::string> persons, capacities;
    for (const auto& s : cases::select_signatures(tx, d->id)) {
      persons.insert(s.person_id);
      capacities.insert(s.capacity);
    }
    const std::size_t wanted = d->state == "confirmed" ? 2 : d->state == "decided" ? 1 : 0;
    if (persons.size() < wanted || capacities.size() < wanted)
      fault("two_signatures", "It counts as signed without the signatures.");
  });
}

void entries(Transaction& tx, Report& report) {
  static constexpr Sql kUncovered{
      "verify_entries",
      "select e.order_id || ' ' || e.name || ' ' || e.kind as key, e.order_id, e.name, e.kind from network_entry e "
      "where e.order_id || ' ' || e.name || ' ' || e.kind > :after order by 1 limit :limit"};
  each_id(tx, kUncovered, [&](const store::Row& row) {
    const auto order = cases::select_order(tx, row.text("order_id"));
    const auto fault = [&](const char* code, const char* words) {
      report.add({code,
                  fmt::format("Entry of order {}: {}", order ? order->number : row.text("order_id"), words),
                  -1,
                  -1,
                  {}});
    };
    if (!order) return fault("entry_without_order", "There is no such order.");
    const auto* ground = cases::find_ground(order->ground);
    if (!ground || !ground->network_allowed || order->measure != "network")
      fault("ground_network", "Its ground never leads to an entry in the network.");
    bool inside = false;
    for (const auto& wanted : cases::network_names(order->scope_kind, order->scope_value))
      inside = inside || (wanted.name == row.text("name") && wanted.wildcard == (row.text("kind") == "wildcard"));
    if (!inside) fault("entry_scope", "It reaches beyond the scope of its order.");
  });
}

void appeals(Transaction& tx, Report& report) {
  static constexpr Sql kAppeals{"verify_appeals",
                                "select a.id as key, a.number, a.state, a.heard_by, a.decided_at, a.decide_due, "
                                "o.state as order_state, o.decision_id, c.opened_by "
                                "from appeal a join orders o on o.id = a.order_id join case_file c on c.id = o.case_id "
                                "where a.id > :after order by a.id limit :limit"};
  static constexpr Sql kJudge{
      "verify_appeal_judge",
      "select 1 as one from role_assignment where person_id = :person and role = 'appeal_officer' and from_at <= :at "
      "and (until_at is null or until_at > :at) limit 1"};
  each_id(tx, kAppeals, [&](const store::Row& row) {
    const auto fault = [&](const char* code, const char* words) {
      report.add({code, fmt::format("Appeal {}: {}", row.text("number"), words), -1, -1, {}});
    };
    const std::string state = row.text("state"), order_state = row.text("order_state");
    const bool standing = order_state == "in_force" || order_state == "executed" || order_state == "verified";
    if ((state == "reversed" || state == "varied" || state == "lapsed") && (standing || order_state == "stayed"))
      fault("appeal_order_stands", "It ended the order, and the order still stands.");
    if (state == "stayed" && standing) fault("appeal_order_stands", "It stayed the order, and the order still stands.");
    const std::string judge = row.text("heard_by");
    if (judge.empty()) return;
    const Instant at = row.instant("decided_at");
    if (state == "upheld" && at >= row.instant("decide_due")) fault("appeal_late", "It was upheld after its time.");
    if (judge == row.text("opened_by")) fault("appeal_judge", "It was heard by who opened the case.");
    for (const auto& s : cases::select_all_signatures(tx, row.text("decision_id")))
      if (s.person_id == judge) fault("appeal_judge", "It was heard by a signer of the decision.");
    if (!tx.one(kJudge, {{"person", judge}, {"at", at}})) fault("appeal_role", "Who heard it did not hold that role.");
  });
}

// The closed lists in the database against those in the program.
void lists(Transaction& tx, Report& report) {
  static constexpr Sql kGrounds{
      "verify_grounds",
      "select code || '|' || scope_max || '|' || network_allowed || '|' || who || '|' || cap_hours || '|' || "
      "coalesce(operator_cap_hours, 0) || '|' || needs_notice || '|' || sealed as line from ground"};
  static constexpr Sql kAllows{"verify_allows",
                               "select ground || '|' || measure || '|' || scope_kind as line from ground_allows"};
  static constexpr Sql kElements{"verify_elements", "select ground || '|' || element as line from ground_element"};
  static constexpr Sql kArrows{
      "verify_transitions",
      "select record || '|' || from_state || '|' || event || '|' || to_state as line from state_transition"};
  const auto compare = [&](const Sql& sql, const std::set<std::string>& wanted) {
    std::set<std::string> found;
    for (const auto& row : tx.query(sql)) found.insert(row.text("line"));
    if (found != wanted)
      report.add(
          {"closed_list_changed", fmt::format("The list behind {} is not the program's.", sql.name), -1, -1, {}});
  };
  std::set<std::string> grounds, allowed, elements, arrows;
  for (const auto& g : cases::grounds())
    grounds.insert(fmt::format("{}|{}|{}|{}|{}|{}|{}|{}", g.code, g.scope_max, int{g.network_allowed}, g.who,
                               g.cap_hours, g.operator_cap_hours, int{g.needs_notice}, int{g.sealed}));
  for (const auto& a : cases::allowances()) allowed.insert(fmt::format("{}|{}|{}", a.ground, a.measure, a.scope_kind));
  for (const auto& e : cases::element_rules()) elements.insert(fmt::format("{}|{}", e.ground, e.element));
  for (const auto& t : cases::transitions()) arrows.insert(fmt::format("{}|{}|{}|{}", t.record, t.from, t.event, t.to));
  compare(kGrounds, grounds);
  compare(kAllows, allowed);
  compare(kElements, elements);
  compare(kArrows, arrows);
}

}  // namespace

std::vector<ledger::Invariant> invariants() {
  return {{"closed lists", lists},
          {"decisions", decisions},
          {"orders", orders},
          {"network entries", entries},
          {"appeals", appeals}};
}

}  // namespace muster::enforcement
