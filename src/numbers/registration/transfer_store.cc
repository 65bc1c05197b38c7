#include "transfer_store.h"

#include "reasons.h"
#include <base/words.h>

namespace muster::registration {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kTransferByKey{"transfer_by_key", "select * from line_transfer where request_key = :key"};
constexpr Sql kInsertTransfer{
    "transfer_insert",
    "insert into line_transfer(id, request_key, request_hash, state, state_since, due_at, line_id, giver_id, "
    "giver_document_id, giver_ownership_id, receiver_id, receiver_document_id, category, organisation_kind, "
    "organisation_number, method, next_check_at, checks, verified_at, dealer_id, place, device, consent, captured_by, "
    "captured_at, reasons, version) values(:id, :key, :hash, 'asked', :at, :due, :line, :giver, :giver_document, "
    ":giver_ownership, :receiver, :receiver_document, :category, :organisation_kind, :organisation_number, :method, "
    ":next, 0, :verified, :dealer, :place, :device, :consent, :by, :at, '[]', 1)"};
constexpr Sql kTransfer{"transfer_get", "select * from line_transfer where id = :id"};
constexpr Sql kOpenTransfer{"transfer_open",
                            "select 1 as one from line_transfer where line_id = :line and state = 'asked'"};
constexpr Sql kTransfersOfLine{"transfers_of_line", "select * from line_transfer where line_id = :line order by id"};
constexpr Sql kWaitingTransfers{
    "transfers_waiting", "select * from line_transfer where state = 'asked' and id > :after order by id limit :limit"};
constexpr Sql kLapsed{"transfers_lapsed",
                      "select * from line_transfer where state = 'asked' and due_at <= :now order by due_at, id limit "
                      ":limit"};
constexpr Sql kDueTransferChecks{"transfers_due_checks",
                                 "select * from line_transfer where next_check_at is not null and next_check_at <= "
                                 ":now order by next_check_at, id limit :limit"};
constexpr Sql kChangeTransfer{
    "transfer_change",
    "update line_transfer set state = :state, state_since = :since, ownership_id = :ownership, next_check_at = :next, "
    "checks = :checks, verified_at = :verified, reasons = :reasons, version = :version where id = :id and version = "
    ":version - 1"};
constexpr Sql kInsertConsent{"transfer_consent_insert",
                             "insert into line_transfer_consent(transfer_id, side, consent, given_by, reference, "
                             "taken_by, at) values(:id, :side, :consent, :given_by, :reference, :by, :at)"};
constexpr Sql kConsents{"transfer_consents", "select * from line_transfer_consent where transfer_id = :id order by at"};
constexpr Sql kInsertTransferCheck{"transfer_check_insert",
                                   "insert into line_transfer_check(transfer_id, person_id, outcome, at) "
                                   "values(:id, :person, :outcome, :at)"};
constexpr Sql kTransferChecks{"transfer_checks",
                              "select * from line_transfer_check where transfer_id = :id order by at, person_id"};

Transfer transfer_of(const Row& row) {
  Transfer t;
  t.id = row.text("id");
  t.state = known(transfer_state(row.text("state")));
  t.state_since = row.instant("state_since");
  t.due_at = row.instant("due_at");
  t.line_id = row.text("line_id");
  t.giver_id = row.text("giver_id");
  t.giver_document_id = row.text("giver_document_id");
  t.giver_ownership_id = row.text("giver_ownership_id");
  t.receiver_id = row.text("receiver_id");
  t.receiver_document_id = row.text("receiver_document_id");
  t.ownership_id = row.text("ownership_id");
  t.category = known(persons::category(row.text("category")));
  t.organisation_kind = row.text("organisation_kind");
  t.organisation_number = row.text("organisation_number");
  t.method = known(transfer_method(row.text("method")));
  t.next_check_at = row.maybe_instant("next_check_at");
  t.checks = row.integer("checks");
  t.verified_at = row.maybe_instant("verified_at");
  t.dealer_id = row.text("dealer_id");
  t.place = row.text("place");
  t.device = row.text("device");
  t.consent = row.text("consent");
  t.captured_by = row.text("captured_by");
  t.captured_at = row.instant("captured_at");
  t.reasons = reasons_of(row.text("reasons"));
  t.version = row.integer("version");
  return t;
}

std::vector<Transfer> transfers(const std::vector<Row>& rows) {
  std::vector<Transfer> out;
  for (const Row& row : rows) out.push_back(transfer_of(row));
  return out;
}

}  // namespace

std::optional<KeyedTransfer> find_transfer_by_key(store::Transaction& tx, const std::string& request_key) {
  const auto row = tx.one(kTransferByKey, {{"key", request_key}});
  if (!row) return std::nullopt;
  return KeyedTransfer{transfer_of(*row), request_key, row->text("request_hash")};
}

void insert(store::Transaction& tx, const KeyedTransfer& keyed) {
  const Transfer& t = keyed.transfer;
  tx.run(kInsertTransfer, {{"id", t.id},
                           {"key", keyed.request_key},
                           {"hash", keyed.request_hash},
                           {"at", t.captured_at},
                           {"due", t.due_at},
                           {"line", t.line_id},
                           {"giver", t.giver_id},
                           {"giver_document", t.giver_document_id},
                           {"giver_ownership", t.giver_ownership_id},
                           {"receiver", t.receiver_id},
                           {"receiver_document", t.receiver_document_id},
                           {"category", persons::to_text(t.category)},
                           {"organisation_kind", t.organisation_kind},
                           {"organisation_number", t.organisation_number},
                           {"method", to_text(t.method)},
                           {"next", t.next_check_at},
                           {"verified", t.verified_at},
                           {"dealer", t.dealer_id},
                           {"place", t.place},
                           {"device", t.device},
                           {"consent", t.consent},
                           {"by", t.captured_by}});
}

std::optional<Transfer> find_transfer(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kTransfer, {{"id", id}});
  return row ? std::optional(transfer_of(*row)) : std::nullopt;
}
bool transfer_open(store::Transaction& tx, const std::string& line_id) {
  return tx.one(kOpenTransfer, {{"line", line_id}}).has_value();
}
std::vector<Transfer> transfers_of_line(store::Transaction& tx, const std::string& line_id) {
  return transfers(tx.query(kTransfersOfLine, {{"line", line_id}}));
}
std::vector<Transfer> waiting_transfers(store::Transaction& tx, const std::string& after, int limit) {
  return transfers(tx.query(kWaitingTransfers, {{"after", after}, {"limit", limit}}));
}
std::vector<Transfer> lapsed_transfers(store::Transaction& tx, Instant now, int limit) {
  return transfers(tx.query(kLapsed, {{"now", now}, {"limit", limit}}));
}
std::vector<Transfer> due_transfer_checks(store::Transaction& tx, Instant now, int limit) {
  return transfers(tx.query(kDueTransferChecks, {{"now", now}, {"limit", limit}}));
}
bool change(store::Transaction& tx, const Transfer& t) {
  return tx.run(kChangeTransfer,
                {{"id", t.id},
                 {"state", to_text(t.state)},
                 {"since", t.state_since},
                 {"ownership", t.ownership_id.empty() ? std::optional<std::string>() : std::optional(t.ownership_id)},
                 {"next", t.next_check_at},
                 {"checks", t.checks},
                 {"verified", t.verified_at},
                 {"reasons", reasons_json(t.reasons)},
                 {"version", t.version}}) == 1;
}

void insert_consent(store::Transaction& tx, const std::string& id, const Consent& c) {
  tx.run(kInsertConsent, {{"id", id},
                          {"side", to_text(c.side)},
                          {"consent", c.consent},
                          {"given_by", to_text(c.given_by)},
                          {"reference", c.reference},
                          {"by", c.taken_by},
                          {"at", c.at}});
}
std::vector<Consent> consents_of(store::Transaction& tx, const std::string& id) {
  std::vector<Consent> out;
  for (const Row& row : tx.query(kConsents, {{"id", id}}))
    out.push_back({known(side(row.text("side"))), row.text("consent"), known(given_by(row.text("given_by"))),
                   row.text("reference"), row.text("taken_by"), row.instant("at")});
  return out;
}

void insert_check(store::Transaction& tx, const std::string& id, const TransferCheck& check) {
  tx.run(kInsertTransferCheck,
         {{"id", id}, {"person", check.person_id}, {"outcome", to_text(check.outcome)}, {"at", check.at}});
}
std::vector<TransferCheck> transfer_checks(store::Transaction& tx, const std::string& id) {
  std::vector<TransferCheck> out;
  for (const Row& row : tx.query(kTransferChecks, {{"id", id}}))
    out.push_back({row.text("person_id"), known(outcome(row.text("outcome"))), row.instant("at")});
  return out;
}

}  // namespace muster::registration
