#include "store.h"

namespace muster::cases {
namespace {

using store::Row;
using store::Sql;

#define DECISION_COLUMNS                                                                                               \
  "id, case_id, outcome, ground, measure, scope_kind, scope_value, law, article, authority_party_id, authority_name, " \
  "signing_party_id, executor_party_id, received_order_id, prior_notice_id, no_notice_reason, reasons, "               \
  "evidence_count, starts, expires, policy_sha256, text_version, canonical_text, text_sha256, prepared_by, "           \
  "prepared_at, state, version"
constexpr Sql kInsertDecision{
    "decision_insert",
    "insert into decision(" DECISION_COLUMNS
    ") values(:id, :case_id, :outcome, :ground, :measure, :scope_kind, :scope_value, :law, :article, "
    ":authority_party_id, :authority_name, :signing_party_id, :executor_party_id, :received_order_id, "
    ":prior_notice_id, :no_notice_reason, :reasons, :evidence_count, :starts, :expires, :policy_sha256, "
    ":text_version, :canonical_text, :text_sha256, :prepared_by, :prepared_at, :state, :version)"};
constexpr Sql kDecisionById{"decision_by_id", "select " DECISION_COLUMNS " from decision where id = :id"};
constexpr Sql kDecisionsOfCase{
    "decision_of_case", "select " DECISION_COLUMNS " from decision where case_id = :case_id order by id desc limit 50"};
constexpr Sql kMoveDecision{
    "decision_move", "update decision set state = :state, version = version + 1 where id = :id and version = :version"};
constexpr Sql kSign{
    "decision_signature_insert",
    "insert into decision_signature(decision_id, capacity, person_id, key_id, text_sha256, kind, "
    "client_data_json, authenticator_data, signature, signed_at) values(:decision_id, :capacity, "
    ":person_id, :key_id, :text_sha256, :kind, :client_data_json, :authenticator_data, :signature, :signed_at)"};
constexpr Sql kSignatures{"decision_signatures",
                          "select decision_id, capacity, person_id, key_id, text_sha256, kind, client_data_json, "
                          "authenticator_data, signature, signed_at from decision_signature "
                          "where decision_id = :decision_id order by signed_at, capacity desc"};
constexpr Sql kSignThird{
    "third_signature_insert",
    "insert into third_signature(decision_id, person_id, key_id, text_sha256, kind, client_data_json, "
    "authenticator_data, signature, signed_at) values(:decision_id, :person_id, :key_id, :text_sha256, :kind, "
    ":client_data_json, :authenticator_data, :signature, :signed_at)"};
constexpr Sql kThird{"third_signature",
                     "select decision_id, 'third' as capacity, person_id, key_id, text_sha256, kind, client_data_json, "
                     "authenticator_data, signature, signed_at from third_signature where decision_id = :decision_id"};
constexpr Sql kStandingOrder{"decision_order_stands",
                             "select 1 as one from orders where decision_id = :decision_id and state in ('in_force', "
                             "'executed', 'verified', 'stayed')"};
constexpr Sql kSigners{
    "decision_possible_signers",
    "select p.id from person p where (p.party_id = :party or (:role = 'confirmer' and exists(select 1 from "
    "confirmer_pool k where k.for_party_id = :party and k.lender_party_id = p.party_id and k.accepted_at <= :now and "
    "k.until_at > :now and k.ended_at is null))) and p.state = 'active' and exists("
    "select 1 from role_assignment r where r.person_id = p.id and r.role = :role and r.from_at <= :now "
    "and (r.until_at is null or r.until_at > :now)) and exists("
    "select 1 from signing_key k where k.person_id = p.id and k.revoked_at is null) order by p.id limit :limit"};

#define RECEIVED_COLUMNS                                                                                            \
  "id, reference, authority_party_id, dated, ground, law, measure, scope_kind, scope_value, ends_at, document_id, " \
  "document_sha256, entered_by, entered_at, checked_by, checked_at, state, version"
constexpr Sql kInsertReceived{
    "received_order_insert",
    "insert into received_order(" RECEIVED_COLUMNS
    ") values(:id, :reference, :authority_party_id, :dated, :ground, :law, :measure, :scope_kind, "
    ":scope_value, :ends_at, :document_id, :document_sha256, :entered_by, :entered_at, "
    ":checked_by, :checked_at, :state, :version)"};
constexpr Sql kReceivedById{"received_order_by_id", "select " RECEIVED_COLUMNS " from received_order where id = :id"};
constexpr Sql kReceivedMove{"received_order_move",
                            "update received_order set state = :state, checked_by = :checked_by, checked_at = :at, "
                            "version = version + 1 where id = :id and version = :version"};
constexpr Sql kReceivedPage{"received_order_page",
                            "select " RECEIVED_COLUMNS
                            " from received_order where id < :after order by id desc limit :limit"};
constexpr Sql kReceivedPageState{
    "received_order_page_state",
    "select " RECEIVED_COLUMNS
    " from received_order where state = :state and id < :after order by id desc limit :limit"};

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

Decision decision_of(const Row& r) {
  Decision d;
  d.id = r.text("id");
  d.case_id = r.text("case_id");
  d.outcome = r.text("outcome");
  d.ground = r.text("ground");
  d.measure = r.text("measure");
  d.scope_kind = r.text("scope_kind");
  d.scope_value = r.text("scope_value");
  d.law = r.text("law");
  d.article = r.text("article");
  d.authority_party_id = r.text("authority_party_id");
  d.authority_name = r.text("authority_name");
  d.signing_party_id = r.text("signing_party_id");
  d.executor_party_id = r.text("executor_party_id");
  d.received_order_id = r.text("received_order_id");
  d.prior_notice_id = r.text("prior_notice_id");
  d.no_notice_reason = r.text("no_notice_reason");
  d.reasons = r.text("reasons");
  d.evidence_count = r.integer("evidence_count");
  d.starts = r.maybe_instant("starts");
  d.expires = r.maybe_instant("expires");
  d.policy_sha256 = r.text("policy_sha256");
  d.text_version = r.integer("text_version");
  d.canonical_text = r.text("canonical_text");
  d.text_sha256 = r.text("text_sha256");
  d.prepared_by = r.text("prepared_by");
  d.prepared_at = r.instant("prepared_at");
  d.state = r.text("state");
  d.version = r.integer("version");
  return d;
}

store::Binds binds_of(const DecisionSignature& s) {
  return {{"decision_id", s.decision_id},
          {"person_id", s.person_id},
          {"key_id", s.key_id},
          {"text_sha256", s.text_sha256},
          {"kind", s.signature.kind},
          {"client_data_json", s.signature.client_data_json},
          {"authenticator_data", s.signature.authenticator_data},
          {"signature", s.signature.signature},
          {"signed_at", s.signed_at}};
}

DecisionSignature signature_of(const Row& r) {
  return {r.text("decision_id"),
          r.text("capacity"),
          r.text("person_id"),
          r.text("key_id"),
          r.text("text_sha256"),
          {r.text("kind"), r.text("client_data_json"), r.text("authenticator_data"), r.text("signature")},
          r.instant("signed_at")};
}

ReceivedOrder received_of(const Row& r) {
  return {r.text("id"),
          r.text("reference"),
          r.text("authority_party_id"),
          r.text("dated"),
          r.text("ground"),
          r.text("law"),
          r.text("measure"),
          r.text("scope_kind"),
          r.text("scope_value"),
          r.instant("ends_at"),
          r.text("document_id"),
          r.text("document_sha256"),
          r.text("entered_by"),
          r.instant("entered_at"),
          r.text("checked_by"),
          r.maybe_instant("checked_at"),
          r.text("state"),
          r.integer("version")};
}

}  // namespace

void insert_decision(store::Transaction& tx, const Decision& d) {
  tx.run(kInsertDecision, {{"id", d.id},
                           {"case_id", d.case_id},
                           {"outcome", d.outcome},
                           {"ground", d.ground},
                           {"measure", d.measure},
                           {"scope_kind", d.scope_kind},
                           {"scope_value", d.scope_value},
                           {"law", d.law},
                           {"article", d.article},
                           {"authority_party_id", d.authority_party_id},
                           {"authority_name", d.authority_name},
                           {"signing_party_id", d.signing_party_id},
                           {"executor_party_id", unless_empty(d.executor_party_id)},
                           {"received_order_id", unless_empty(d.received_order_id)},
                           {"prior_notice_id", unless_empty(d.prior_notice_id)},
                           {"no_notice_reason", unless_empty(d.no_notice_reason)},
                           {"reasons", d.reasons},
                           {"evidence_count", d.evidence_count},
                           {"starts", d.starts},
                           {"expires", d.expires},
                           {"policy_sha256", d.policy_sha256},
                           {"text_version", d.text_version},
                           {"canonical_text", d.canonical_text},
                           {"text_sha256", d.text_sha256},
                           {"prepared_by", d.prepared_by},
                           {"prepared_at", d.prepared_at},
                           {"state", d.state},
                           {"version", d.version}});
}

std::optional<Decision> select_decision(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kDecisionById, {{"id", id}});
  if (!row) return std::nullopt;
  return decision_of(*row);
}

std::vector<Decision> select_decisions(store::Transaction& tx, const std::string& case_id) {
  std::vector<Decision> out;
  for (const Row& r : tx.query(kDecisionsOfCase, {{"case_id", case_id}})) out.push_back(decision_of(r));
  return out;
}

bool update_decision_state(store::Transaction& tx, const Decision& d, const std::string& state) {
  return tx.run(kMoveDecision, {{"state", state}, {"id", d.id}, {"version", d.version}}) == 1;
}

void insert_signature(store::Transaction& tx, const DecisionSignature& s) {
  auto binds = binds_of(s);
  binds.emplace_back("capacity", s.capacity);
  tx.run(kSign, binds);
}

void insert_third_signature(store::Transaction& tx, const DecisionSignature& s) {
  tx.run(kSignThird, binds_of(s));
}

bool has_standing_order(store::Transaction& tx, const std::string& decision_id) {
  return tx.one(kStandingOrder, {{"decision_id", decision_id}}).has_value();
}

std::optional<DecisionSignature> select_third_signature(store::Transaction& tx, const std::string& decision_id) {
  const auto row = tx.one(kThird, {{"decision_id", decision_id}});
  return row ? std::optional(signature_of(*row)) : std::nullopt;
}

std::vector<DecisionSignature> select_all_signatures(store::Transaction& tx, const std::string& decision_id) {
  auto out = select_signatures(tx, decision_id);
  if (auto third = select_third_signature(tx, decision_id)) out.push_back(std::move(*third));
  return out;
}

std::vector<DecisionSignature> select_signatures(store::Transaction& tx, const std::string& decision_id) {
  std::vector<DecisionSignature> out;
  for (const Row& r : tx.query(kSignatures, {{"decision_id", decision_id}})) out.push_back(signature_of(r));
  return out;
}

std::vector<std::string> select_possible_signers(store::Transaction& tx, const std::string& party,
                                                 const std::string& role, Instant now, int limit) {
  std::vector<std::string> out;
  for (const Row& r : tx.query(kSigners, {{"party", party}, {"role", role}, {"now", now}, {"limit", limit}}))
    out.push_back(r.text("id"));
  return out;
}

void insert_received_order(store::Transaction& tx, const ReceivedOrder& r) {
  tx.run(kInsertReceived, {{"id", r.id},
                           {"reference", r.reference},
                           {"authority_party_id", r.authority_party_id},
                           {"dated", r.dated},
                           {"ground", r.ground},
                           {"law", r.law},
                           {"measure", r.measure},
                           {"scope_kind", r.scope_kind},
                           {"scope_value", r.scope_value},
                           {"ends_at", r.ends_at},
                           {"document_id", r.document_id},
                           {"document_sha256", r.document_sha256},
                           {"entered_by", r.entered_by},
                           {"entered_at", r.entered_at},
                           {"checked_by", unless_empty(r.checked_by)},
                           {"checked_at", r.checked_at},
                           {"state", r.state},
                           {"version", r.version}});
}

std::optional<ReceivedOrder> select_received_order(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kReceivedById, {{"id", id}});
  if (!row) return std::nullopt;
  return received_of(*row);
}

bool update_received_order(store::Transaction& tx, const ReceivedOrder& r, const std::string& state,
                           const std::string& checked_by, Instant at) {
  return tx.run(kReceivedMove,
                {{"state", state}, {"checked_by", checked_by}, {"at", at}, {"id", r.id}, {"version", r.version}}) == 1;
}

std::vector<ReceivedOrder> select_received_orders(store::Transaction& tx, const std::string& state,
                                                  const std::string& after, int limit) {
  std::vector<ReceivedOrder> out;
  for (const Row& r :
       tx.query(state.empty() ? kReceivedPage : kReceivedPageState,
                {{"state", state}, {"after", after.empty() ? std::string("g") : after}, {"limit", limit}}))
    out.push_back(received_of(r));
  return out;
}

}  // namespace muster::cases
