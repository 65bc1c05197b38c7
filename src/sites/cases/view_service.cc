// Reading: lists by key, and the page of a case with all that a person may want to know before the next step.
#include "flow.h"
#include <cases/service.h>
#include <parties/parties.h>

#include <algorithm>

namespace muster::cases {
namespace {

using store::Transaction;

constexpr int kTimelineMax = 500, kNeighboursShown = 100, kMayConfirmMax = 20;

// One more than a page is read, to know whether there is a following one.
template <class T>
Listed<T> page(std::vector<T> rows, int limit) {
  Listed<T> out;
  const bool more = rows.size() > static_cast<std::size_t>(limit);
  if (more) rows.resize(static_cast<std::size_t>(limit));
  if (more) out.next = rows.back().id;
  out.items = std::move(rows);
  return out;
}

void append(std::vector<events::Event>& all, Transaction& tx, const char* kind, const std::string& id) {
  auto some = events::of_record(tx, kind, id, kTimelineMax);
  all.insert(all.end(), some.begin(), some.end());
}

std::vector<Hindrance> step_hindrances(const Case& c, const std::string& event, const SignerFacts& who,
                                       const std::vector<Element>& elements) {
  const auto has = [&](std::initializer_list<const char*> roles) {
    return std::any_of(roles.begin(), roles.end(), [&](const char* r) {
      return std::find(who.roles.begin(), who.roles.end(), r) != who.roles.end();
    });
  };
  std::vector<Hindrance> why;
  const auto need = [&](std::initializer_list<const char*> roles, const char* sentence) {
    if (!has(roles)) why.push_back({"role_missing", sentence});
  };
  if (event == "seal" || event == "screen" || event == "refer")
    need({"examiner"}, "This step is for examiners.");
  else if (event == "dismiss" || event == "reexamine" || event == "close")
    need({"examiner", "decider"}, "This step is for examiners and deciders.");
  else if (event == "restore")
    need({"examiner", "decider", "operator"}, "This step is for examiners, deciders and operators.");
  else if (event == "verify")
    need({"examiner", "operator"}, "This step is for examiners and operators.");
  else if (event == "decide" || event == "confirm" || event == "withdraw")
    why.push_back({"by_signature", "This step is taken by signing or withdrawing the decision."});
  else if (event == "appeal")
    why.push_back({"by_appeal", "Anybody can appeal against the order, with its number."});
  else if (event == "stay" || event == "uphold" || event == "vary" || event == "reverse")
    why.push_back({"by_appeal", "This step is taken on the appeal's page."});
  else
    why.push_back({"by_itself", "This step follows by itself."});
  if (event == "seal" && elements.empty()) why.push_back({"evidence_missing", "Tie evidence to the case first."});
  (void)c;
  return why;
}

// Persons who hold the role and neither opened the case nor signed its decision.
std::vector<std::string> others_who_may(Transaction& tx, const Case& c, const Decision& d, const std::string& role,
                                        const std::vector<DecisionSignature>& signatures, Instant now) {
  auto out = select_possible_signers(tx, d.signing_party_id, role, now, kMayConfirmMax);
  std::erase_if(out, [&](const std::string& p) {
    return p == c.opened_by ||
           std::any_of(signatures.begin(), signatures.end(), [&](const auto& s) { return s.person_id == p; });
  });
  return out;
}

}  // namespace

Result<Case> Service::find_case(const std::string& key) const {
  return database_.read([&](Transaction& tx) { return Flow(*this, tx, "").need_case(key); });
}
Result<Order> Service::order(const std::string& key) const {
  return database_.read([&](Transaction& tx) { return Flow(*this, tx, "").need_order(key); });
}
Result<Appeal> Service::appeal(const std::string& key) const {
  return database_.read([&](Transaction& tx) { return Flow(*this, tx, "").need_appeal(key); });
}
Result<ReceivedOrder> Service::received_order(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<ReceivedOrder> {
    auto found = select_received_order(tx, id);
    if (!found) return not_found("received_order_unknown", "There is no such order on record.");
    return *found;
  });
}

Result<CaseView> Service::view(const std::string& key, const std::string& person) const {
  return database_.read([&](Transaction& tx) -> Result<CaseView> {
    Flow flow(*this, tx, person);
    CaseView v;
    MUSTER_TRY(v.file, flow.need_case(key));
    MUSTER_TRY(const SignerFacts who, flow.facts(v.file));
    v.elements = select_elements(tx, v.file.id);
    v.missing_elements = missing_elements(v.file.ground, v.elements, static_cast<std::int64_t>(v.elements.size()));
    v.decisions = select_decisions(tx, v.file.id);
    v.orders = select_orders_of_case(tx, v.file.id);
    v.appeals = select_appeals_of_case(tx, v.file.id);
    v.neighbours = select_neighbours(tx, v.file.name, kNeighboursShown);
    append(v.timeline, tx, kCaseRecord, v.file.id);
    for (const Decision& d : v.decisions) {
      const auto so_far = flow.signed_so_far(d);
      const auto& signatures = so_far.all;
      append(v.timeline, tx, kDecisionRecord, d.id);
      if (d.state == "draft" || d.state == "decided") {
        const auto party = parties::find_party(tx, d.signing_party_id);
        const std::string kind = party ? party->kind : "";
        v.why_not_sign =
            cases::why_not_sign(v.file, d, signatures, v.elements, kind, who, flow.now, so_far.third_missing);
        v.can_sign = v.why_not_sign.empty();
        v.may_confirm = others_who_may(tx, v.file, d, role_wanted("confirmer", kind), signatures, flow.now);
      }
      v.signatures.insert(v.signatures.end(), signatures.begin(), signatures.end());
    }
    for (const Order& o : v.orders) append(v.timeline, tx, kOrderRecord, o.id);
    for (const Appeal& a : v.appeals) append(v.timeline, tx, kAppealRecord, a.id);
    std::stable_sort(v.timeline.begin(), v.timeline.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    for (const std::string& event : open_events("case", v.file.state))
      v.steps.push_back({event, step_hindrances(v.file, event, who, v.elements)});
    return v;
  });
}

Result<DecisionView> Service::decision(const std::string& id, const std::string& person) const {
  return database_.read([&](Transaction& tx) -> Result<DecisionView> {
    Flow flow(*this, tx, person);
    DecisionView v;
    MUSTER_TRY(v.decision, flow.need_decision(id));
    MUSTER_TRY(const Case c, flow.need_case(v.decision.case_id));
    MUSTER_TRY(const SignerFacts who, flow.facts(c));
    auto so_far = flow.signed_so_far(v.decision);
    v.signatures = std::move(so_far.all);
    v.protection = std::move(so_far.protection);
    v.third_missing = so_far.third_missing;
    v.capacity = std::string(capacity_wanted(v.decision.state, v.third_missing));
    v.challenge = parties::challenge_of(v.decision.canonical_text);
    const auto party = parties::find_party(tx, v.decision.signing_party_id);
    const std::string kind = party ? party->kind : "";
    v.why_not_sign = cases::why_not_sign(c, v.decision, v.signatures, select_elements(tx, c.id), kind, who, flow.now,
                                         v.third_missing);
    if (!v.capacity.empty())
      v.may_sign = others_who_may(tx, c, v.decision, role_wanted(v.capacity, kind), v.signatures, flow.now);
    v.effect = scope_effect(v.decision.measure, v.decision.scope_kind, v.decision.scope_value, c.name,
                            select_neighbours(tx, c.name, kNeighboursShown));
    return v;
  });
}

Result<Listed<Case>> Service::cases(const CaseFilter& filter, const std::string& after, int limit) const {
  return database_.read(
      [&](Transaction& tx) -> Result<Listed<Case>> { return page(select_cases(tx, filter, after, limit + 1), limit); });
}
Result<Listed<Order>> Service::orders(const OrderFilter& filter, const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<Listed<Order>> {
    return page(select_orders(tx, filter, after, limit + 1), limit);
  });
}
Result<Listed<Appeal>> Service::appeals(const std::string& state, const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<Listed<Appeal>> {
    return page(select_appeals(tx, state, after, limit + 1), limit);
  });
}
Result<Listed<ReceivedOrder>> Service::received_orders(const std::string& state, const std::string& after,
                                                       int limit) const {
  return database_.read([&](Transaction& tx) -> Result<Listed<ReceivedOrder>> {
    return page(select_received_orders(tx, state, after, limit + 1), limit);
  });
}

}  // namespace muster::cases
