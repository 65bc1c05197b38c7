#include "correction_store.h"

#include <base/words.h>

#include <array>

namespace muster::persons {
namespace {

using store::Row;
using store::Sql;

constexpr std::array<const char*, kPartCount> kParts{"name", "birth_date", "address", "document"};
constexpr std::array<const char*, kCorrectionStateCount> kCorrectionStates{"asked", "confirmed", "refused",
                                                                           "withdrawn"};

constexpr Sql kInsertCorrection{
    "holder_correction_insert",
    "insert into holder_correction(id, holder_id, part, document_id, kind, country, expires_on, evidence, "
    "evidence_ref, state, asked_by, asked_at) values(:id, :holder, :part, :document, :kind, :country, :expires, "
    ":evidence, :ref, 'asked', :by, :at)"};
constexpr Sql kCorrection{"holder_correction_get", "select * from holder_correction where id = :id"};
constexpr Sql kCorrectionsOf{"holder_corrections",
                             "select * from holder_correction where holder_id = :holder order by id"};
constexpr Sql kWaitingCorrections{
    "holder_corrections_waiting",
    "select * from holder_correction where state = 'asked' and id > :after order by id limit :limit"};
constexpr Sql kOpenCorrection{
    "holder_correction_open",
    "select 1 as one from holder_correction where holder_id = :holder and part = :part and state = 'asked'"};
constexpr Sql kDecided{"holder_correction_decided",
                       "update holder_correction set state = :state, decided_by = :by, decided_at = :at, "
                       "former_until = :until, identity_index = :identity where id = :id"};
constexpr Sql kFormerPastTerm{
    "holder_correction_past_term",
    "select * from holder_correction c where former_until is not null and former_gone_at is null and "
    "former_until <= :now and not exists(select 1 from holder_hold k where k.holder_id = c.holder_id and "
    "k.lifted_at is null) order by former_until, id limit :limit"};
constexpr Sql kFormerGone{"holder_correction_former_gone",
                          "update holder_correction set former_gone_at = :at, identity_index = null where id = :id"};
constexpr Sql kSetIdentity{"holder_identity_corrected",
                           "update holder set identity_index = :identity, version = version + 1 where id = :id"};
constexpr Sql kForgetDocument{"holder_document_forget_one",
                              "update holder_document set number_index = null where id = :id"};

Correction correction_of(const Row& row) {
  Correction c;
  c.id = row.text("id");
  c.holder_id = row.text("holder_id");
  c.part = known(part(row.text("part")));
  c.document_id = row.text("document_id");
  c.kind = row.text("kind");
  c.country = row.text("country");
  c.expires_on = row.text("expires_on");
  c.state = known(correction_state(row.text("state")));
  c.proof = {known(evidence(row.text("evidence"))), row.text("evidence_ref")};
  c.asked_by = row.text("asked_by");
  c.decided_by = row.text("decided_by");
  c.asked_at = row.instant("asked_at");
  c.decided_at = row.maybe_instant("decided_at");
  c.former_until = row.maybe_instant("former_until");
  c.former_gone_at = row.maybe_instant("former_gone_at");
  return c;
}

std::vector<Correction> corrections_in(const std::vector<Row>& rows) {
  std::vector<Correction> out;
  for (const Row& row : rows) out.push_back(correction_of(row));
  return out;
}

}  // namespace

const char* to_text(Part part) {
  return kParts[static_cast<std::size_t>(part)];
}
const char* to_text(CorrectionState state) {
  return kCorrectionStates[static_cast<std::size_t>(state)];
}
std::optional<Part> part(std::string_view text) {
  return find_word<Part>(kParts, text);
}
std::optional<CorrectionState> correction_state(std::string_view text) {
  return find_word<CorrectionState>(kCorrectionStates, text);
}

void insert(store::Transaction& tx, const Correction& c) {
  tx.run(kInsertCorrection,
         {{"id", c.id},
          {"holder", c.holder_id},
          {"part", to_text(c.part)},
          {"document", c.document_id.empty() ? std::optional<std::string>() : std::optional(c.document_id)},
          {"kind", c.kind},
          {"country", c.country},
          {"expires", c.expires_on},
          {"evidence", to_text(c.proof.evidence)},
          {"ref", c.proof.reference},
          {"by", c.asked_by},
          {"at", c.asked_at}});
}
std::optional<Correction> find_correction(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kCorrection, {{"id", id}});
  return row ? std::optional(correction_of(*row)) : std::nullopt;
}
std::vector<Correction> corrections_of(store::Transaction& tx, const std::string& holder_id) {
  return corrections_in(tx.query(kCorrectionsOf, {{"holder", holder_id}}));
}
std::vector<Correction> waiting_corrections(store::Transaction& tx, const std::string& after, int limit) {
  return corrections_in(tx.query(kWaitingCorrections, {{"after", after}, {"limit", limit}}));
}
bool correction_open(store::Transaction& tx, const std::string& holder_id, Part which) {
  return tx.one(kOpenCorrection, {{"holder", holder_id}, {"part", to_text(which)}}).has_value();
}
void decided(store::Transaction& tx, const Correction& c, const std::optional<std::string>& identity_index) {
  tx.run(kDecided, {{"id", c.id},
                    {"state", to_text(c.state)},
                    {"by", c.decided_by},
                    {"at", c.decided_at},
                    {"until", c.former_until},
                    {"identity", identity_index}});
}
std::vector<Correction> former_past_term(store::Transaction& tx, Instant now, int limit) {
  return corrections_in(tx.query(kFormerPastTerm, {{"now", now}, {"limit", limit}}));
}
void former_gone(store::Transaction& tx, const std::string& id, Instant now) {
  tx.run(kFormerGone, {{"id", id}, {"at", now}});
}

void set_identity_index(store::Transaction& tx, const std::string& holder_id, const std::string& identity_index) {
  tx.run(kSetIdentity, {{"id", holder_id}, {"identity", identity_index}});
}
void forget_document(store::Transaction& tx, const std::string& document_id) {
  tx.run(kForgetDocument, {{"id", document_id}});
}

}  // namespace muster::persons
