#include "order_check.h"

#include <base/bytes.h>
#include <cases/records.h>
#include <cases/rules.h>
#include <parties/parties.h>
#include <restrictions/never_block_service.h>

#include <fmt/format.h>

namespace muster::enforcement {
namespace {

using store::Transaction;
using Faults = std::vector<OrderFault>;

bool held(Transaction& tx, const std::string& person, const std::string& role, Instant at) {
  static constexpr store::Sql kHeld{"enforcement_role_held",
                                    "select 1 as one from role_assignment where person_id = :person and role = :role "
                                    "and from_at <= :at and (until_at is null or until_at > :at) limit 1"};
  return tx.one(kHeld, {{"person", person}, {"role", role}, {"at", at}}).has_value();
}

void check_text(Faults& faults, Transaction& tx, const cases::Case& c, const cases::Decision& d) {
  if (to_hex(sha256(d.canonical_text)) != d.text_sha256)
    faults.push_back({"decision_text_hash", "The text of the decision does not have the hash on record."});
  if (cases::canonical_text(c, d, cases::select_elements(tx, c.id)) != d.canonical_text)
    faults.push_back({"decision_text_fields", "The text that was signed does not say what the record says."});
}

void check_signer(Faults& faults, Transaction& tx, const cases::Decision& d, const cases::DecisionSignature& s) {
  const auto key = parties::find_key(tx, s.key_id);
  if (!key || key->person_id != s.person_id) {
    faults.push_back({"signature_key", fmt::format("The key of the {} is not this person's.", s.capacity)});
    return;
  }
  if (key->enrolled_at > s.signed_at || (key->revoked_at && *key->revoked_at <= s.signed_at))
    faults.push_back(
        {"signature_key_time", fmt::format("The key of the {} was not enrolled at that time.", s.capacity)});
  if (s.text_sha256 != d.text_sha256 || !parties::verify_signature(*key, d.canonical_text, s.signature).ok())
    faults.push_back(
        {"signature_wrong", fmt::format("The signature of the {} is not one over this text.", s.capacity)});
  const auto party = parties::find_party(tx, d.signing_party_id);
  const auto person = parties::find_person(tx, s.person_id);
  if (!party || !person || !held(tx, s.person_id, cases::role_wanted(s.capacity, party->kind), s.signed_at))
    faults.push_back({"signature_role", fmt::format("The {} did not hold that role at that time.", s.capacity)});
  if (held(tx, s.person_id, "admin", s.signed_at))
    faults.push_back({"signature_admin", fmt::format("The {} managed accounts at that time.", s.capacity)});
}

void check_signatures(Faults& faults, Transaction& tx, const cases::Case& c, const cases::Decision& d) {
  const auto signatures = cases::select_signatures(tx, d.id);
  const cases::DecisionSignature *decider = nullptr, *confirmer = nullptr;
  for (const auto& s : signatures) (s.capacity == "decider" ? decider : confirmer) = &s;
  if (!decider || !confirmer || signatures.size() != 2) {
    faults.push_back({"two_signatures", "The order does not rest on two signatures."});
    return;
  }
  if (decider->person_id == confirmer->person_id) faults.push_back({"same_person", "One person signed twice."});
  for (const auto* s : {decider, confirmer}) {
    if (s->person_id == c.opened_by)
      faults.push_back({"finder_signs", fmt::format("The {} opened the case.", s->capacity)});
    check_signer(faults, tx, d, *s);
  }
}

// Whether a written order of the authority says the same, checked by another person than who entered it.
bool received_order_fits(Transaction& tx, const cases::Decision& d) {
  static constexpr store::Sql kFits{
      "enforcement_received_fits",
      "select 1 as one from received_order where id = :id and state = 'checked' and entered_by <> checked_by "
      "and authority_party_id = :authority and ground = :ground and measure = :measure "
      "and scope_kind = :scope_kind and scope_value = :scope_value and ends_at >= :expires"};
  return tx
      .one(kFits, {{"id", d.received_order_id},
                   {"authority", d.authority_party_id},
                   {"ground", d.ground},
                   {"measure", d.measure},
                   {"scope_kind", d.scope_kind},
                   {"scope_value", d.scope_value},
                   {"expires", d.expires}})
      .has_value();
}

void check_limits(Faults& faults, Transaction& tx, const cases::Case& c, const cases::Decision& d,
                  const cases::Order& o) {
  if (d.state != "confirmed" || d.outcome != "violation")
    faults.push_back({"decision_state", "The decision is no confirmed violation."});
  cases::DraftFacts facts;
  const auto party = parties::find_party(tx, d.signing_party_id);
  facts.signing_kind = party ? party->kind : "";
  facts.received_order_fits = !d.received_order_id.empty() && received_order_fits(tx, d);
  facts.notice_in_case = true;  // the notice's own record is the notices room's
  cases::Case about = c;
  about.state = "referred";
  for (const Error& fault : cases::check_draft(about, d, facts)) faults.push_back({fault.code, fault.sentence});
  if (!d.expires || o.expires_at != *d.expires)
    faults.push_back({"order_expiry", "The order ends at another time than its decision says."});
  if (o.case_id != d.case_id || o.decision_id != d.id)
    faults.push_back({"order_case", "The order belongs to another case than its decision."});
  if ((o.executor == "network") != (d.measure == "network"))
    faults.push_back({"order_executor", "The order is carried out elsewhere than its decision says."});
}

}  // namespace

std::vector<OrderFault> check_order(Transaction& tx, const cases::Order& order) {
  static constexpr store::Sql kLeaf{
      "enforcement_order_leaf",
      "select 1 as one from event e join ledger_leaf l on l.event_id = e.id "
      "where e.record_kind = 'order' and e.record_id = :id and e.kind = 'order.issued' limit 1"};
  const auto d = cases::select_decision(tx, order.decision_id);
  const auto c = cases::select_case(tx, order.case_id);
  if (!d || !c) return {{"order_without_decision", "The order has no decision."}};
  Faults faults;
  check_text(faults, tx, *c, *d);
  check_signatures(faults, tx, *c, *d);
  check_limits(faults, tx, *c, *d, order);
  if (!tx.one(kLeaf, {{"id", order.id}})) faults.push_back({"order_not_in_ledger", "The order is not in the ledger."});
  // Before the order: what came onto the list in the same instant is the emitter's matter.
  if (const auto third = check_third(tx, order, order.issued_at - Duration(1)); !third.empty())
    faults.insert(faults.end(), third.begin(), third.end());
  return faults;
}

std::vector<OrderFault> check_third(Transaction& tx, const cases::Order& order, Instant at) {
  if (order.executor != "network") return {};
  const auto protection = restrictions::protection_at(tx, order.scope_kind, order.scope_value, at);
  if (!protection) return {};
  const auto d = cases::select_decision(tx, order.decision_id);
  const auto c = cases::select_case(tx, order.case_id);
  const auto third = cases::select_third_signature(tx, order.decision_id);
  if (!third || !d || !c)
    return {{"third_signature",
             fmt::format("{} is on the never-block list, and no third person signed.", protection->name)}};
  Faults faults;
  for (const auto& s : cases::select_signatures(tx, d->id))
    if (s.person_id == third->person_id) faults.push_back({"same_person", "The third person signed twice."});
  if (third->person_id == c->opened_by) faults.push_back({"finder_signs", "The third person opened the case."});
  check_signer(faults, tx, *d, *third);
  return faults;
}

}  // namespace muster::enforcement
