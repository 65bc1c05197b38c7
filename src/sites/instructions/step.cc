#include "step.h"

#include <base/text.h>
#include <cases/contracts.h>
#include <cases/records.h>
#include <cases/service.h>
#include <parties/parties.h>
#include <policy/policy.h>
#include <policy/regions.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::instructions {
namespace {

const events::Kind& kind_of(std::string_view event) {
  if (event == "acknowledge") return kAcknowledged;
  if (event == "object") return kObjected;
  if (event == "execute") return kExecuted;
  if (event == "verify") return kVerified;
  if (event == "reopen") return kReopened;
  return kSuperseded;
}

}  // namespace

Result<Instruction> Service::Step::need(const std::string& key) const {
  auto found = select_instruction(tx, key);
  if (!found || (!who.party_id.empty() && found->party_id != who.party_id))
    return not_found("instruction_unknown", "There is no such instruction.");
  return std::move(*found);
}

void Service::Step::record(const events::Kind& kind, const Instruction& i, const std::string& extra) const {
  s.recorder_.record(tx, kind, who.actor, kRecord, i.id,
                     fmt::format(R"({{"key":{},"order":"{}","party":"{}","action":"{}","state":"{}","way":"{}"{}}})",
                                 json_quote(i.key), i.order_id, i.party_id, i.action, i.state, i.way, extra));
}

Result<Instruction> Service::Step::move(Instruction i, const std::string& event, const std::string& note,
                                        const std::string& test_id) const {
  MUSTER_TRY(i.state, next_state(i.state, event));
  i.state_at = now;
  i.state_by = who.actor;
  i.way = who.way;
  if (!test_id.empty()) i.test_id = test_id;
  i.retest_at.reset();
  i.late_at.reset();
  i.hitch.clear();
  i.hitch_at.reset();
  i.settled_at.reset();
  i.settled_by.clear();
  i.note = note;
  if (i.state == "acknowledged") {
    if (!i.acknowledged_at) i.acknowledged_at = now;
    i.executed_at.reset();
    i.late_at = i.execute_due_at;
  } else if (i.state == "executed") {
    i.acknowledged_at = i.acknowledged_at.value_or(now);
    i.executed_at = now;
    i.retests = 0;
    // What a sealed ground is about is visited by nobody by itself.
    if (!i.sealed) i.retest_at = now;
    i.late_at = policy::due_in(s.policy_, i.region, "clock.verification", now);
  } else if (i.state == "verified") {
    i.verified_at = now;
  }
  if (event == "object") escalate(i, "objected");
  if (event == "reopen") escalate(i, i.action == "suspend" ? "still_reachable" : "not_restored");
  update_instruction(tx, i);
  record(kind_of(event), i);
  MUSTER_CHECK_OK(tell_order(i, event));
  // The room that keeps the contract acted when the order was issued: there is nothing to look at.
  if (i.state == "executed" && i.measure == "contract")
    return Step(s, tx, {kActor, "", "contract"}).move(std::move(i), "verify");
  return i;
}

bool Service::Step::escalate(Instruction& i, const char* hitch) const {
  if (i.hitch == hitch && !i.settled_at) return false;
  i.hitch = hitch;
  i.hitch_at = now;
  i.settled_at.reset();
  i.settled_by.clear();
  record(kEscalated, i, fmt::format(R"(,"hitch":"{}")", hitch));
  return true;
}

Result<void> Service::Step::tell_order(const Instruction& i, const std::string& event) const {
  if (i.measure == "contract") return {};
  const auto order = cases::select_order(tx, i.order_id);
  if (!order) return {};
  if (i.action == "suspend") {
    if (event == "execute" && order->state == "in_force") MUSTER_CHECK_OK(s.cases_.executed(tx, order->id, who.actor));
    if (event == "verify" && order->state == "executed") MUSTER_CHECK_OK(s.cases_.verified(tx, order->id, who.actor));
  } else if (event == "verify") {
    MUSTER_CHECK_OK(s.cases_.restored(tx, order->id, who.actor));
  }
  return {};
}

Result<void> Service::Step::give(const cases::Order& order, const std::string& party_id, const std::string& action,
                                 std::int64_t version) const {
  const auto about = cases::select_case(tx, order.case_id);
  const auto& urgent = s.cases_.urgent_grounds();
  Instruction i;
  i.id = s.recorder_.new_id();
  i.version = version;
  i.key = fmt::format("{}/{}", order.number, version);
  i.order_id = order.id;
  i.party_id = party_id;
  i.action = action;
  i.urgent = std::find(urgent.begin(), urgent.end(), order.ground) != urgent.end();
  i.state = "waiting";
  i.state_by = who.actor;
  i.created_at = i.state_at = now;
  const std::string region = about ? about->region : "";
  const auto due = [&](const char* key) { return policy::due_in(s.policy_, region, key, now); };
  // The order says itself by when it is carried out; one that comes back after that is given the same time again.
  i.execute_due_at = action == "restore"    ? due("clock.restoration")
                     : order.deadline > now ? order.deadline
                                            : due("clock.execution");
  i.ack_due_at = std::min(due(i.urgent ? "providers.acknowledge_urgent" : "providers.acknowledge"), i.execute_due_at);
  insert_instruction(tx, i);
  insert_delivery(tx, i, "portal", now);
  const auto channel = select_channel_of(tx, party_id);
  if (channel && channel->state == "proven") insert_delivery(tx, i, "webhook", {});
  const auto party = parties::find_party(tx, party_id);
  if (party && !party->contact_email.empty()) insert_delivery(tx, i, "email", {});
  record(kGiven, i);
  return {};
}

Result<void> Service::follow(store::Transaction& tx, const events::Event& event) const {
  if (event.record_kind != cases::kOrderRecord) return {};
  const auto order = cases::select_order(tx, event.record_id);
  if (!order || order->executor == "network") return {};
  const std::string party = cases_.told_party(tx, *order);
  if (party.empty()) return {};
  const auto last = select_last_of_order(tx, order->id);
  const bool stands = cases::order_stands(order->state);
  const std::string action = stands ? "suspend" : "restore";
  const Step step(*this, tx, {kActor, "", "order"});
  if (!last && !stands) return {};  // over before anybody was told
  if (!last || last->action != action) {
    if (last && last->open()) MUSTER_CHECK_OK(step.move(*last, "supersede"));
    return step.give(*order, party, action, last ? last->version + 1 : 1);
  }
  if (!stands || order->measure == "contract") return {};
  // Somebody said at the order itself that it is carried out.
  Instruction i = *last;
  const bool done = order->state == "executed" || order->state == "verified";
  if (done && (i.state == "waiting" || i.state == "acknowledged")) {
    MUSTER_TRY(i, step.move(std::move(i), "execute"));
  }
  if (order->state == "verified" && i.state == "executed") MUSTER_CHECK_OK(step.move(std::move(i), "verify"));
  return {};
}

}  // namespace muster::instructions
