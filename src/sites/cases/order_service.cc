#include "flow.h"
#include <cases/contracts.h>
#include <cases/service.h>
#include <notices/notices.h>
#include <policy/policy.h>
#include <policy/regions.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::cases {
namespace {

using store::Transaction;

constexpr std::size_t kReasonMax = 2000;

bool has_event(const Case& c, std::string_view event) {
  const auto open = open_events("case", c.state);
  return std::find(open.begin(), open.end(), event) != open.end();
}

// The order is over for another reason than an appeal: an appeal that is open has nothing left to decide.
Result<void> moot_appeal(Flow& flow, const Order& o) {
  if (const auto open = select_open_appeal(flow.tx, o.id)) {
    auto ended = flow.move(*open, "moot");
    if (!ended.ok()) return ended.error();
  }
  return {};
}

}  // namespace

Result<Order> Flow::carry(const std::string& order_id, const char* event) {
  MUSTER_TRY(const Order o, need_order(order_id));
  MUSTER_TRY(Order done, move(o, event));
  MUSTER_TRY(const Case c, need_case(o.case_id));
  if (has_event(c, event)) MUSTER_CHECK_OK(move(c, event));
  return done;
}

Result<Order> Flow::issue(const Case& c, const Decision& d) {
  MUSTER_CHECK_OK(check_renewal(c, d));
  Order o;
  o.id = new_id();
  o.number = next_number(tx, "O", now);
  o.decision_id = d.id;
  o.case_id = c.id;
  o.executor = d.measure == "network" ? "network" : "provider";
  o.executor_party_id = d.executor_party_id;
  o.issued_at = o.state_at = now;
  o.deadline = policy::due_in(s.policy_, c.region, "clock.execution", now);
  o.expires_at = *d.expires;
  o.review_at = std::min(o.expires_at, s.policy_.due("order.review_every", now));
  o.state = "in_force";
  if (find_ground(d.ground)->sealed) o.seal_salt = random_token(s.recorder_.random());
  insert_order(tx, o);
  record(kIssued, kOrderRecord, o.id,
         Body()
             .text("number", o.number)
             .text("case", c.id)
             .text("decision", d.id)
             .text("ground", d.ground)
             .text("measure", d.measure)
             .text("region", c.region)
             .text("text_sha256", d.text_sha256)
             .text("expires", to_rfc3339(o.expires_at)));
  if (d.measure == "network")
    for (const NetworkName& name : network_names(d.scope_kind, d.scope_value))
      insert_network_entry(tx, o.id, name, now);
  MUSTER_CHECK_OK(place_hold(o, d));
  MUSTER_TRY(Order issued, need_order(o.id));
  MUSTER_CHECK_OK(tell_contracts(issued, true));
  MUSTER_TRY(Case moved, move(c, "order"));
  // The room that keeps the contract acts in this transaction: nothing is left to be carried out or looked at.
  if (d.measure == "contract" && contracts_of(d.scope_value))
    for (const char* event : {"execute", "verify"}) {
      MUSTER_TRY(issued, move(issued, event));
      if (!has_event(moved, event)) continue;
      MUSTER_TRY(moved, move(moved, event));
    }

  auto words = words_of(c, issued);
  words["reasons"] = d.reasons;
  words["outcome"] = fmt::format("{}; order {}, appeal at {}", d.outcome, issued.number, words["appeal_url"]);
  const auto neighbours = select_neighbours(tx, c.name, kNeighboursMax);
  const auto effect = scope_effect(d.measure, d.scope_kind, d.scope_value, c.name, neighbours);
  words["neighbours"] = std::to_string(effect.reachable.size());
  MUSTER_TRY([[maybe_unused]] const std::string told, tell_responsible(c, notices::letters::kDecision, words));
  MUSTER_CHECK_OK(tell_executor(issued, notices::letters::kOrder));
  MUSTER_CHECK_OK(tell_neighbours(c, issued, effect.reachable));
  return issued;
}

Result<Order> Service::report_executed(const std::string& order_id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Order> {
    Flow flow(*this, tx, person);
    MUSTER_TRY(const Order o, flow.need_order(order_id));
    MUSTER_CHECK_OK(flow.need_role({"operator", "partner_user"}));
    MUSTER_TRY(const SignerFacts who, flow.facts());
    const bool operator_role = std::find(who.roles.begin(), who.roles.end(), "operator") != who.roles.end();
    if (!operator_role && who.party_id != o.executor_party_id)
      return not_found("order_unknown", "There is no order with this number.");
    return executed(tx, o.id, person);
  });
}

Result<Order> Service::executed(Transaction& tx, const std::string& order_id, const std::string& actor) const {
  return Flow(*this, tx, actor).carry(order_id, "execute");
}

Result<Order> Service::verified(Transaction& tx, const std::string& order_id, const std::string& actor) const {
  return Flow(*this, tx, actor).carry(order_id, "verify");
}

Result<void> Service::restored(Transaction& tx, const std::string& order_id, const std::string& actor) const {
  Flow flow(*this, tx, actor);
  MUSTER_TRY(const Order o, flow.need_order(order_id));
  MUSTER_TRY(const Case c, flow.need_case(o.case_id));
  // One that was varied goes on to a narrower order, or a person restores it.
  if (c.state != "reversed" && c.state != "lapsed") return {};
  MUSTER_CHECK_OK(flow.move(c, "restore"));
  return {};
}

Result<Order> Service::report_verified(const std::string& order_id, bool unreachable, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Order> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"operator", "examiner"}));
    if (!unreachable)
      return conflict("still_reachable", "The re-test still reaches it; the order stays executed and not verified.");
    return verified(tx, order_id, person);
  });
}

Result<Order> Service::lift(const std::string& order_id, std::int64_t version, const std::string& reason,
                            const std::string& person) const {
  MUSTER_CHECK_OK(check_paragraphs(reason, "reasons", kReasonMax));
  return database_.write([&](Transaction& tx) -> Result<Order> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"decider", "confirmer", "security_decider", "security_confirmer"}));
    MUSTER_TRY(const Order o, flow.need_order(order_id));
    if (o.version != version) return stale();
    MUSTER_TRY(const Decision d, flow.need_decision(o.decision_id));
    MUSTER_TRY(const SignerFacts who, flow.facts());
    if (who.party_id != d.signing_party_id) return refused("wrong_party", "This order is another party's.");
    if (const Contracts* room = o.measure == "contract" ? flow.contracts_of(o.scope_value) : nullptr)
      MUSTER_CHECK_OK(room->may_lift(tx, o));
    MUSTER_CHECK_OK(moot_appeal(flow, o));
    MUSTER_TRY(const Order ended, flow.end_order(o, "lift", "lifted_by_its_body"));
    MUSTER_TRY(const Case c, flow.need_case(o.case_id));
    if (has_event(c, "cure")) MUSTER_CHECK_OK(flow.move(c, "cure", reason));
    auto words = flow.words_of(c, ended);
    words["reasons"] = reason;
    MUSTER_CHECK_OK(flow.tell_responsible(c, notices::letters::kRestored, words));
    return ended;
  });
}

Result<int> Service::mark_executed(Transaction& tx, const std::vector<std::string>& order_ids,
                                   const std::string& actor) const {
  static constexpr store::Sql kGone{"case_restored_by_feed",
                                    "select distinct c.id from case_file c join orders o on o.case_id = c.id "
                                    "where c.state in ('reversed', 'lapsed') and o.executor = 'network' "
                                    "and o.state in ('lifted', 'lapsed') limit 500"};
  Flow flow(*this, tx, actor);
  int changed = 0;
  for (const std::string& id : order_ids) {
    MUSTER_TRY(const Order o, flow.need_order(id));
    if (o.state != "in_force") continue;
    MUSTER_CHECK_OK(flow.carry(o.id, "execute"));
    ++changed;
  }
  // A feed that no longer carries a name has restored it.
  for (const auto& row : tx.query(kGone)) {
    MUSTER_TRY(const Case c, flow.need_case(row.text("id")));
    MUSTER_CHECK_OK(flow.move(c, "restore"));
    ++changed;
  }
  return changed;
}

Result<Ticked> Service::tick(Instant now, int limit) const {
  static constexpr store::Sql kCured{
      "order_cured",
      "select o.id from orders o join decision d on d.id = o.decision_id "
      "join hold h on h.name = d.scope_value and h.order_ref = o.id where o.executor = 'provider' "
      "and o.state in ('in_force', 'executed', 'verified', 'stayed') and h.state = 'lifted' "
      "and h.end_reason = 'filed' limit :limit"};
  struct Found {
    std::vector<Appeal> late;
    std::vector<Order> over;
    std::vector<std::string> cured;
  };
  auto found = database_.read([&](Transaction& tx) -> Result<Found> {
    Found f{select_appeals_due(tx, now, limit), select_orders_due(tx, now, limit), {}};
    for (const auto& row : tx.query(kCured, {{"limit", limit}})) f.cured.push_back(row.text("id"));
    return f;
  });
  if (!found.ok()) return found.error();
  // One transaction a record: one that can't be ended now does not keep the others from ending.
  Ticked done;
  std::optional<Error> first;
  const auto each = [&](int& count, const Result<bool>& result) {
    if (result.ok())
      count += *result ? 1 : 0;
    else if (!first)
      first = result.error();
  };
  for (const Appeal& a : found->late) each(done.lapsed, lapse(a.id, now));
  for (const Order& o : found->over) each(done.expired, end_by_itself(o.id, "expire", "expired", now));
  for (const std::string& id : found->cured) each(done.cured, end_by_itself(id, "lift", "cured", now));
  if (const auto told = tell_late(now, limit); told.ok())
    done.late = *told;
  else if (!first)
    first = told.error();
  if (first && done.lapsed + done.expired + done.cured + done.late == 0) return *first;
  return done;
}

Result<bool> Service::lapse(const std::string& appeal_id, Instant now) const {
  return database_.write([&](Transaction& tx) -> Result<bool> {
    Flow flow(*this, tx, "system:cases");
    flow.now = now;
    MUSTER_TRY(Appeal a, flow.need_appeal(appeal_id));
    const auto open = select_open_appeal(tx, a.order_id);
    if (!open || open->id != a.id || a.decide_due > now) return false;
    MUSTER_TRY(a, flow.move(a, "lapse"));
    MUSTER_TRY(Order ended, flow.need_order(a.order_id));
    MUSTER_TRY(const Case c, flow.need_case(ended.case_id));
    if (next_state("order", ended.state, "lapse").ok()) {  // one that is over has nothing left to lapse
      MUSTER_TRY(ended, flow.end_order(ended, "lapse", "appeal_lapsed"));
      if (has_event(c, "lapse")) MUSTER_CHECK_OK(flow.move(c, "lapse"));
    }
    const auto words = flow.words_of(c, ended);
    MUSTER_CHECK_OK(flow.tell_responsible(c, notices::letters::kAppealLapsed, words));
    MUSTER_CHECK_OK(flow.tell_appellant(a, c, notices::letters::kAppealLapsed, words));
    return true;
  });
}

Result<bool> Service::end_by_itself(const std::string& order_id, const std::string& event, const std::string& reason,
                                    Instant now) const {
  return database_.write([&](Transaction& tx) -> Result<bool> {
    Flow flow(*this, tx, "system:cases");
    flow.now = now;
    MUSTER_TRY(const Order o, flow.need_order(order_id));
    if (!next_state("order", o.state, event).ok() || (event == "expire" && o.expires_at > now)) return false;
    MUSTER_CHECK_OK(moot_appeal(flow, o));
    MUSTER_TRY(const Order ended, flow.end_order(o, event, reason));
    MUSTER_TRY(const Case c, flow.need_case(o.case_id));
    const std::string case_event = event == "expire" ? "expire" : "cure";
    if (has_event(c, case_event)) MUSTER_CHECK_OK(flow.move(c, case_event, reason));
    MUSTER_CHECK_OK(flow.tell_responsible(c, notices::letters::kRestored, flow.words_of(c, ended)));
    return true;
  });
}

}  // namespace muster::cases
