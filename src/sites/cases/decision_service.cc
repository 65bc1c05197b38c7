#include "flow.h"
#include <base/bytes.h>
#include <cases/contracts.h>
#include <cases/law_text.h>
#include <cases/service.h>
#include <names/suffix.h>
#include <notices/notices.h>
#include <parties/parties.h>
#include <policy/competence.h>
#include <policy/policy.h>
#include <policy/regions.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::cases {
namespace {

using store::Transaction;

constexpr std::size_t kReasonMax = 2000;

bool is_authority(const std::string& kind) {
  return kind == "authority" || kind == "court";
}

// The home region decides: where the policy names bodies for it, the mandate is one of theirs.
void check_competence(std::vector<Error>& faults, const policy::Policy& policy, const Case& c, const std::string& kind,
                      const std::string& name) {
  const auto named = policy::competent_for(policy, c.region, c.ground, kind);
  const auto is_named = [&](const policy::Authority* a) { return a->name.en == name || a->name.zh == name; };
  if (named.empty() || std::any_of(named.begin(), named.end(), is_named)) return;
  std::vector<std::string> names;
  for (const policy::Authority* a : named) names.push_back(a->name.en);
  faults.push_back(
      refused("authority_not_competent",
              fmt::format("For this ground the policy names another body in {}: {}.",
                          c.region.empty() ? "every region" : "region " + c.region, fmt::join(names, ", ")),
              "authority_id"));
}

// A policy file may narrow what the code allows.
void check_policy(std::vector<Error>& faults, const policy::Policy& policy, const Decision& d,
                  const std::string& authority_kind, bool operator_alone) {
  const policy::Ground* ground = policy.find_ground(d.ground);
  if (!ground || d.outcome != "violation") return;
  if (!operator_alone && !ground->authority_kinds.empty() &&
      std::find(ground->authority_kinds.begin(), ground->authority_kinds.end(), authority_kind) ==
          ground->authority_kinds.end())
    faults.push_back(refused("authority_not_competent", "The policy names no body of this kind for this ground."));
  if (operator_alone && !ground->operator_alone && !ground->contract_only)
    faults.push_back(refused("authority_needed", "The policy leaves this ground to an authority."));
  if (d.measure == "network" && !ground->network_allowed)
    faults.push_back(refused("policy_network", "The policy allows no entry in the network on this ground.", "measure"));
  const auto scope = policy::parse_scope(d.scope_kind);
  if (scope && *scope > ground->scope_max)
    faults.push_back(refused("policy_scope", "The policy's greatest scope for this ground is narrower.", "scope"));
  if (!d.starts || !d.expires) return;
  const Duration term = *d.expires - *d.starts;
  const bool beyond_ground = ground->cap && term > *ground->cap && !(ground->operator_alone && !operator_alone);
  if (beyond_ground || term > policy.duration("order.total_max"))
    faults.push_back(refused("policy_cap", "The policy's longest term is shorter.", "expires_at"));
}

// Whether the notice is old enough that its time to answer, or to cure, has passed.
void check_notice_time(std::vector<Error>& faults, const policy::Policy& policy, const Decision& d,
                       const std::optional<notices::Notice>& notice, const std::string& region, Instant now) {
  if (!notice || d.outcome != "violation") return;
  const policy::Ground* ground = policy.find_ground(d.ground);
  const Instant due = policy::due_in(
      policy, region, ground && ground->cure ? *ground->cure : policy.term("clock.prior_notice"), notice->created_at);
  if (now < due)
    faults.push_back(refused(
        "cure_running", fmt::format("The time to answer the notice runs until {}; decide after it.", to_rfc3339(due)),
        "prior_notice_id"));
}

Decision filled_in(const DecisionDraft& draft, const Case& c, const SignerFacts& who, const policy::Policy& policy,
                   Instant now) {
  Decision d;
  d.case_id = c.id;
  d.outcome = draft.outcome;
  d.ground = c.ground;
  d.measure = draft.measure;
  d.scope_kind = draft.scope_kind;
  d.scope_value = draft.scope_value;
  const policy::Ground* ground = policy.find_ground(c.ground);
  d.law = !draft.law.empty() ? draft.law : ground ? ground->law : "";
  d.article = !draft.article.empty() ? draft.article : std::string(kAsCited);
  d.signing_party_id = draft.signing_party_id.empty() ? who.party_id : draft.signing_party_id;
  d.authority_party_id = draft.authority_party_id.empty() ? d.signing_party_id : draft.authority_party_id;
  d.executor_party_id = draft.executor_party_id;
  d.received_order_id = draft.received_order_id;
  d.prior_notice_id = draft.prior_notice_id;
  d.no_notice_reason = draft.no_notice_reason;
  d.reasons = draft.reasons;
  if (d.outcome == "violation") {
    d.starts = draft.starts.value_or(now);
    d.expires = draft.expires;
  }
  d.policy_sha256 = policy.sha256();
  d.prepared_by = who.person_id;
  d.prepared_at = now;
  d.state = "draft";
  return d;
}

bool fits(const std::optional<ReceivedOrder>& r, const Decision& d) {
  return r && r->state == "checked" && r->authority_party_id == d.authority_party_id && r->ground == d.ground &&
         r->measure == d.measure && r->scope_kind == d.scope_kind && r->scope_value == d.scope_value && d.expires &&
         *d.expires <= r->ends_at;
}

// What only the database can tell about a draft.
Result<std::vector<Error>> faults_of(Flow& flow, const policy::Policy& policy, const Case& c, Decision& d) {
  const auto signing = parties::find_party(flow.tx, d.signing_party_id);
  const auto authority = parties::find_party(flow.tx, d.authority_party_id);
  if (!signing || !authority) return invalid("party_unknown", "There is no such party.", "authority_id");
  if (!d.executor_party_id.empty() && !parties::find_party(flow.tx, d.executor_party_id))
    return invalid("party_unknown", "There is no such party.", "executor_id");
  d.authority_name = authority->name;
  const auto notice = d.prior_notice_id.empty() ? std::nullopt : notices::Service::find(flow.tx, d.prior_notice_id);
  DraftFacts facts;
  facts.signing_kind = signing->kind;
  facts.received_order_fits =
      !d.received_order_id.empty() && fits(select_received_order(flow.tx, d.received_order_id), d);
  facts.public_suffix = (d.scope_kind == "host" || d.scope_kind == "domain") &&
                        (names::is_public_suffix(d.scope_value) || policy.is_never_block(d.scope_value));
  facts.notice_in_case = notice && ((notice->record_kind == kCaseRecord && notice->record_id == c.id) ||
                                    (!c.source_ref.empty() && notice->record_id == c.source_ref));
  auto faults = check_draft(c, d, facts);
  const bool operator_alone = !is_authority(signing->kind) && d.signing_party_id == d.authority_party_id;
  check_policy(faults, policy, d, authority->kind, operator_alone);
  if (is_authority(authority->kind)) check_competence(faults, policy, c, authority->kind, authority->name);
  check_notice_time(faults, policy, d, notice, c.region, flow.now);
  return faults;
}

Result<void> withdraw_draft(Flow& flow, const Decision& d, const std::string& reason) {
  MUSTER_TRY(const std::string to, next_state("decision", d.state, "withdraw"));
  if (!update_decision_state(flow.tx, d, to)) return stale();
  flow.record(kWithdrawn, kDecisionRecord, d.id, Body().text("case", d.case_id).text("reason", reason));
  return {};
}

// An order of violation; or the case ends or goes back.
Result<void> conclude(Flow& flow, const Case& c, const Decision& d) {
  if (d.outcome == "violation") {
    auto issued = flow.issue(c, d);
    if (!issued.ok()) return issued.error();
    return {};
  }
  auto words = flow.words_of(c);
  words["outcome"] = d.outcome;
  words["reasons"] = d.reasons;
  words["law"] = d.law;
  words["authority"] = d.authority_name;
  auto told = flow.tell_responsible(c, notices::letters::kDecision, words);
  if (!told.ok()) return told.error();
  auto moved = flow.move(c, d.outcome == "none" ? "close" : "reexamine");
  if (!moved.ok()) return moved.error();
  return {};
}

}  // namespace

Result<Decision> Service::prepare(const std::string& case_id, const DecisionDraft& draft,
                                  const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Decision> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"decider", "security_decider"}));
    MUSTER_TRY(const Case c, flow.need_case(case_id));
    MUSTER_CHECK_OK(flow.need_free(c));
    MUSTER_TRY(const SignerFacts who, flow.facts());
    Decision d = filled_in(draft, c, who, policy_, flow.now);
    for (const Decision& earlier : select_decisions(tx, c.id)) {
      if (earlier.state == "decided")
        return conflict("decision_under_way",
                        "A decision of this case is signed and waits for its confirmation; withdraw it first.");
      if (earlier.state == "draft") MUSTER_CHECK_OK(withdraw_draft(flow, earlier, "replaced"));
    }
    MUSTER_TRY(auto faults, faults_of(flow, policy_, c, d));
    if (const auto fit = flow.check_renewal(c, d); !fit.ok()) faults.push_back(fit.error());
    if (d.measure == "contract") {
      // Where no room keeps such contracts the decision is recorded and acts on nothing; of a case whose contract is
      // known, the scope is too.
      const Contracts* room = flow.contracts_of(d.scope_value);
      if (const auto fit = room ? room->check(tx, c, d) : Result<void>(); !fit.ok()) faults.push_back(fit.error());
      if (!room && !flow.contract_party(c).empty())
        faults.push_back(invalid("contract_unknown", "No contract is called so.", "scope"));
    }
    if (!faults.empty()) return to_error(faults);
    const auto elements = select_elements(tx, c.id);
    d.id = flow.new_id();
    d.evidence_count = static_cast<std::int64_t>(elements.size());
    d.canonical_text = canonical_text(c, d, elements);
    d.text_sha256 = to_hex(sha256(d.canonical_text));
    insert_decision(tx, d);
    flow.record(kPrepared, kDecisionRecord, d.id,
                Body()
                    .text("case", c.id)
                    .text("ground", d.ground)
                    .text("outcome", d.outcome)
                    .text("text_sha256", d.text_sha256));
    return d;
  });
}

Result<Decision> Service::sign(const std::string& decision_id, const std::string& key_id,
                               const parties::Signature& signature, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Decision> {
    Flow flow(*this, tx, person);
    MUSTER_TRY(Decision d, flow.need_decision(decision_id));
    MUSTER_TRY(Case c, flow.need_case(d.case_id));
    const auto elements = select_elements(tx, c.id);
    const auto so_far = flow.signed_so_far(d);
    if (canonical_text(c, d, elements) != d.canonical_text || to_hex(sha256(d.canonical_text)) != d.text_sha256)
      return internal_error(
          "text_changed",
          "The text of this decision does not fit its fields. Nothing was signed; run `muster ledger verify`.");
    const auto party = parties::find_party(tx, d.signing_party_id);
    MUSTER_CHECK_OK(flow.need_free(c));
    MUSTER_TRY(const SignerFacts who, flow.facts(c));
    if (const auto why =
            why_not_sign(c, d, so_far.all, elements, party ? party->kind : "", who, flow.now, so_far.third_missing);
        !why.empty())
      return to_error(why);
    MUSTER_CHECK_OK(parties_.check_signature(tx, person, key_id, d.canonical_text, signature, flow.now));

    const std::string capacity(capacity_wanted(d.state, so_far.third_missing));
    const DecisionSignature given{d.id, capacity, person, key_id, d.text_sha256, signature, flow.now};
    const bool third = capacity == "third";
    third ? insert_third_signature(tx, given) : insert_signature(tx, given);
    flow.record(
        kSigned, kDecisionRecord, d.id,
        Body().text("case", c.id).text("capacity", capacity).text("key", key_id).text("text_sha256", d.text_sha256));
    if (third) {
      delete_claim(tx, c.id);  // the next signature is another person's
      return d;
    }
    const std::string event = capacity == "decider" ? "decide" : "confirm";
    MUSTER_TRY(const std::string to, next_state("decision", d.state, event));
    if (!update_decision_state(tx, d, to)) return stale();
    MUSTER_TRY(c, flow.move(c, event));
    MUSTER_TRY(d, flow.need_decision(d.id));
    if (event == "confirm") {
      flow.record(kConfirmed, kDecisionRecord, d.id,
                  Body().text("case", c.id).text("outcome", d.outcome).text("text_sha256", d.text_sha256));
      MUSTER_CHECK_OK(conclude(flow, c, d));
    }
    return d;
  });
}

Result<Decision> Service::withdraw(const std::string& decision_id, const std::string& reason,
                                   const std::string& person) const {
  MUSTER_CHECK_OK(check_paragraphs(reason, "reasons", kReasonMax));
  return database_.write([&](Transaction& tx) -> Result<Decision> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"decider", "confirmer", "security_decider", "security_confirmer"}));
    MUSTER_TRY(const Decision d, flow.need_decision(decision_id));
    MUSTER_TRY(const SignerFacts who, flow.facts());
    if (who.party_id != d.signing_party_id) return refused("wrong_party", "This decision is another party's.");
    MUSTER_CHECK_OK(withdraw_draft(flow, d, reason));
    MUSTER_TRY(const Case c, flow.need_case(d.case_id));
    if (d.state == "decided") MUSTER_CHECK_OK(flow.move(c, "withdraw", reason));
    return flow.need_decision(d.id);
  });
}

}  // namespace muster::cases
