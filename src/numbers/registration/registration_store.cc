#include "registration_store.h"

#include "reasons.h"
#include <base/words.h>
#include <registration/records.h>
#include <store/keys.h>

namespace muster::registration {
namespace {

using store::Row;
using store::Sql;
using store::Value;

constexpr Sql kGet{"registration_get", "select * from registration where id = :id"};
constexpr Sql kByKey{"registration_by_key", "select * from registration where request_key = :key"};
constexpr Sql kByKeys{"registration_by_keys", "select * from registration where request_key in " MUSTER_KEYS};
constexpr Sql kOfLine{"registration_of_line",
                      "select * from registration where line_id = :line order by captured_at, id"};
constexpr Sql kOfOwnership{"registration_of_ownership", "select * from registration where ownership_id = :ownership"};
constexpr Sql kVerifiedBy{"registration_verified_by",
                          "select 1 as one from registration where holder_id = :holder and document_id = :document and "
                          "state = 'verified' limit 1"};
constexpr Sql kWasVerified{
    "registration_was_verified",
    "select 1 as one from event where record_kind = 'registration' and record_id = (select id from "
    "registration where ownership_id = :ownership) and kind = 'registration.verified' limit 1"};
constexpr Sql kEverVerified{
    "registration_ever_verified",
    "select 1 as one from registration where holder_id = :holder and state = 'verified' limit 1"};
constexpr Sql kEnded{"registration_ended",
                     "select r.* from line_ownership o join registration r on r.ownership_id = o.id where "
                     "o.until_at >= :since and r.state in ('pending', 'verified') order by o.until_at limit :limit"};
constexpr Sql kManual{
    "registration_manual",
    "select * from registration where method = 'manual' and state in ('captured', 'pending') and id > :after "
    "order by id limit :limit"};
constexpr Sql kOfDealer{
    "registration_of_dealer",
    "select * from registration where dealer_id = :dealer and id > :after order by id limit :limit"};
constexpr Sql kOfOrganisation{
    "registration_of_organisation",
    "select * from registration where organisation_kind = :kind and organisation_number = :number and "
    "organisation_number <> '' and id > :after order by id limit :limit"};
constexpr Sql kNewest{"registration_newest",
                      "select * from registration where id < :below order by id desc limit :limit"};
constexpr Sql kNewestOfLine{
    "registration_newest_of_line",
    "select * from registration where line_id = :one and id < :below order by captured_at desc, id desc limit :limit"};
constexpr Sql kNewestOfHolder{"registration_newest_of_holder",
                              "select * from registration where holder_id = :one and id < :below order by captured_at "
                              "desc, id desc limit :limit"};
constexpr Sql kNewestOfDealer{
    "registration_newest_of_dealer",
    "select * from registration where dealer_id = :one and id < :below order by id desc limit :limit"};
constexpr Sql kPending{"registration_pending",
                       "select * from registration where due_at is not null and (due_at, id) > (:due, :id) order by "
                       "due_at, id limit :limit"};
constexpr Sql kChecksOf{"registration_checks_of",
                        "select person_id, outcome, at from registration_check where registration_id = :id order by "
                        "at, person_id"};
constexpr Sql kDueChecks{"registration_due_checks",
                         "select * from registration where next_check_at is not null and next_check_at <= :now "
                         "order by next_check_at, id limit :limit"};
constexpr Sql kPastDue{"registration_past_due",
                       "select * from registration where due_at is not null and due_at <= :now order by due_at, id "
                       "limit :limit"};
constexpr Sql kChange{
    "registration_change",
    "update registration set state = :state, state_since = :since, due_at = :due, next_check_at = :next, "
    "checks = :checks, reasons = :reasons, version = :version where id = :id and version = :version - 1"};
constexpr Sql kInsertCheck{"registration_check_insert",
                           "insert into registration_check(registration_id, person_id, outcome, at) "
                           "values(:id, :person, :outcome, :at)"};
constexpr Sql kConfirmations{"registration_confirmations",
                             "select count(*) as n from registration_check where registration_id = :id and outcome = "
                             "'confirmed' and at >= :since"};

Registration registration_of(const Row& row) {
  Registration r;
  r.id = row.text("id");
  r.state = known(state(row.text("state")));
  r.state_since = row.instant("state_since");
  r.due_at = row.maybe_instant("due_at");
  r.method = known(method(row.text("method")));
  r.next_check_at = row.maybe_instant("next_check_at");
  r.checks = row.integer("checks");
  r.line_id = row.text("line_id");
  r.holder_id = row.text("holder_id");
  r.ownership_id = row.text("ownership_id");
  r.document_id = row.text("document_id");
  r.dealer_id = row.text("dealer_id");
  r.place = row.text("place");
  r.device = row.text("device");
  r.consent = row.text("consent");
  r.organisation_kind = row.text("organisation_kind");
  r.organisation_number = row.text("organisation_number");
  r.captured_by = row.text("captured_by");
  r.captured_at = row.instant("captured_at");
  r.reasons = reasons_of(row.text("reasons"));
  r.version = row.integer("version");
  return r;
}

std::vector<Registration> many(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Registration> out;
  for (const Row& row : tx.query(sql, binds)) out.push_back(registration_of(row));
  return out;
}

Value maybe(const std::optional<Instant>& at) {
  return at ? Value(at->micros) : Value();
}

}  // namespace

std::map<std::string, Keyed> find_by_keys(store::Transaction& tx, const std::vector<std::string>& request_keys) {
  std::map<std::string, Keyed> out;
  const auto take = [&](const Row& row) {
    out.emplace(row.text("request_key"),
                Keyed{registration_of(row), row.text("request_key"), row.text("request_hash")});
  };
  if (request_keys.size() == 1) {
    if (const auto row = tx.one(kByKey, {{"key", request_keys.front()}})) take(*row);
  } else {
    store::each_of(tx, kByKeys, request_keys, take);
  }
  return out;
}

void insert_all(store::Transaction& tx, std::span<const Keyed> registrations) {
  static constexpr std::string_view kColumns[] = {"id",
                                                  "request_key",
                                                  "request_hash",
                                                  "state",
                                                  "state_since",
                                                  "due_at",
                                                  "method",
                                                  "next_check_at",
                                                  "checks",
                                                  "line_id",
                                                  "holder_id",
                                                  "ownership_id",
                                                  "document_id",
                                                  "dealer_id",
                                                  "place",
                                                  "device",
                                                  "consent",
                                                  "organisation_kind",
                                                  "organisation_number",
                                                  "captured_by",
                                                  "captured_at",
                                                  "reasons",
                                                  "version"};
  const auto rows = tx.bulk("registration", kColumns);
  for (const auto& [r, key, hash] : registrations)
    rows->row(std::vector<Value>{r.id,
                                 key,
                                 hash,
                                 std::string(to_text(r.state)),
                                 r.state_since.micros,
                                 maybe(r.due_at),
                                 std::string(to_text(r.method)),
                                 maybe(r.next_check_at),
                                 r.checks,
                                 r.line_id,
                                 r.holder_id,
                                 r.ownership_id,
                                 r.document_id,
                                 r.dealer_id,
                                 r.place,
                                 r.device,
                                 r.consent,
                                 r.organisation_kind,
                                 r.organisation_number,
                                 r.captured_by,
                                 r.captured_at.micros,
                                 reasons_json(r.reasons),
                                 r.version});
  rows->finish();
}

std::optional<Registration> find_registration(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kGet, {{"id", id}});
  return row ? std::optional(registration_of(*row)) : std::nullopt;
}
std::optional<std::string> holder_of(store::Transaction& tx, const std::string& registration_id) {
  const auto found = find_registration(tx, registration_id);
  return found ? std::optional(found->holder_id) : std::nullopt;
}
std::vector<Registration> registrations_of_line(store::Transaction& tx, const std::string& line_id) {
  return many(tx, kOfLine, {{"line", line_id}});
}
std::optional<Registration> registration_of_ownership(store::Transaction& tx, const std::string& ownership_id) {
  const auto row = tx.one(kOfOwnership, {{"ownership", ownership_id}});
  return row ? std::optional(registration_of(*row)) : std::nullopt;
}
bool verified_by(store::Transaction& tx, const std::string& holder_id, const std::string& document_id) {
  return tx.one(kVerifiedBy, {{"holder", holder_id}, {"document", document_id}}).has_value();
}
bool ever_verified(store::Transaction& tx, const std::string& holder_id) {
  return tx.one(kEverVerified, {{"holder", holder_id}}).has_value();
}
bool ever_verified_before(store::Transaction& tx, const std::string& ownership_id) {
  return tx.one(kWasVerified, {{"ownership", ownership_id}}).has_value();
}
std::vector<Registration> ended_since(store::Transaction& tx, Instant since, int limit) {
  return many(tx, kEnded, {{"since", since}, {"limit", limit}});
}
std::vector<Registration> waiting_manual(store::Transaction& tx, const std::string& after, int limit) {
  return many(tx, kManual, {{"after", after}, {"limit", limit}});
}
std::vector<Registration> of_dealer(store::Transaction& tx, const std::string& dealer_id, const std::string& after,
                                    int limit) {
  return many(tx, kOfDealer, {{"dealer", dealer_id}, {"after", after}, {"limit", limit}});
}
std::vector<Registration> of_organisation(store::Transaction& tx, const std::string& kind, const std::string& number,
                                          const std::string& after, int limit) {
  return many(tx, kOfOrganisation, {{"kind", kind}, {"number", number}, {"after", after}, {"limit", limit}});
}
std::vector<Registration> newest(store::Transaction& tx, const ListOf& of, const std::string& below, int limit) {
  if (!of.line_id.empty()) return many(tx, kNewestOfLine, {{"one", of.line_id}, {"below", below}, {"limit", limit}});
  if (!of.holder_id.empty())
    return many(tx, kNewestOfHolder, {{"one", of.holder_id}, {"below", below}, {"limit", limit}});
  if (!of.dealer_id.empty())
    return many(tx, kNewestOfDealer, {{"one", of.dealer_id}, {"below", below}, {"limit", limit}});
  return many(tx, kNewest, {{"below", below}, {"limit", limit}});
}
std::vector<Registration> pending_after(store::Transaction& tx, Instant due, const std::string& id, int limit) {
  return many(tx, kPending, {{"due", due}, {"id", id}, {"limit", limit}});
}
std::vector<Check> checks_of(store::Transaction& tx, const std::string& id) {
  std::vector<Check> out;
  for (const Row& row : tx.query(kChecksOf, {{"id", id}}))
    out.push_back({row.text("person_id"), known(outcome(row.text("outcome"))), row.instant("at")});
  return out;
}
std::vector<Registration> due_checks(store::Transaction& tx, Instant now, int limit) {
  return many(tx, kDueChecks, {{"now", now}, {"limit", limit}});
}
std::vector<Registration> past_due(store::Transaction& tx, Instant now, int limit) {
  return many(tx, kPastDue, {{"now", now}, {"limit", limit}});
}

bool change(store::Transaction& tx, const Registration& r) {
  return tx.run(kChange, {{"id", r.id},
                          {"state", to_text(r.state)},
                          {"since", r.state_since},
                          {"due", r.due_at},
                          {"next", r.next_check_at},
                          {"checks", r.checks},
                          {"reasons", reasons_json(r.reasons)},
                          {"version", r.version}}) == 1;
}

void insert_check(store::Transaction& tx, const std::string& id, const std::string& person_id, Outcome outcome,
                  Instant now) {
  tx.run(kInsertCheck, {{"id", id}, {"person", person_id}, {"outcome", to_text(outcome)}, {"at", now}});
}
int confirmations(store::Transaction& tx, const std::string& id, Instant since) {
  return static_cast<int>(tx.one(kConfirmations, {{"id", id}, {"since", since}})->integer("n"));
}

}  // namespace muster::registration
