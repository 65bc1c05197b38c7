#include "dealer_store.h"

#include <base/words.h>
#include <store/null.h>

#include <dealers/rules.h>

namespace muster::dealers {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kGet{"dealer_get", "select * from dealer where id = :id"};
constexpr Sql kInsert{
    "dealer_insert",
    "insert into dealer(id, contract_number, contract_from, contract_until, region, parent_id, quota, state, "
    "state_since, reason, version) values(:id, :contract, :from, :until, :region, :parent, :quota, :state, :since, "
    ":reason, :version)"};
constexpr Sql kChange{"dealer_change",
                      "update dealer set contract_number = :contract, contract_from = :from, contract_until = :until, "
                      "region = :region, quota = :quota, state = :state, state_since = :since, reason = :reason, "
                      "version = :version where id = :id and version = :version - 1"};
constexpr Sql kAll{"dealer_list", "select * from dealer where id > :after order by id limit :limit"};
constexpr Sql kByState{"dealer_by_state",
                       "select * from dealer where state = :state and id > :after order by id limit :limit"};
constexpr Sql kByParent{"dealer_by_parent",
                        "select * from dealer where parent_id = :parent and id > :after order by id limit :limit"};
constexpr Sql kRegistrations{"dealer_registrations", "select count(*) as n from registration where dealer_id = :id"};
constexpr Sql kRegistrationsWaiting{
    "dealer_registrations_waiting",
    "select count(*) as n from (select 1 from registration where dealer_id = :id and state in ('captured', 'pending') "
    "limit :most) waiting"};
constexpr Sql kAccepted{"dealer_day_get", "select accepted from dealer_day where dealer_id = :id and day = :day"};
constexpr Sql kAddAccepted{"dealer_day_add",
                           "insert into dealer_day(dealer_id, day, accepted, quota) values(:id, :day, :count, :quota) "
                           "on conflict(dealer_id, day) do update set accepted = dealer_day.accepted + :count, "
                           "quota = :quota"};
constexpr Sql kInsertPlace{"dealer_place_insert",
                           "insert into dealer_place(dealer_id, code, region, latitude_e5, longitude_e5, made_at) "
                           "values(:dealer, :code, :region, :latitude, :longitude, :at)"};
constexpr Sql kPlace{"dealer_place_get", "select * from dealer_place where dealer_id = :dealer and code = :code"};
constexpr Sql kPlaces{"dealer_place_list",
                      "select * from dealer_place where dealer_id = :dealer and code > :after order by code limit "
                      ":limit"};
constexpr Sql kInsertWorker{"dealer_person_insert",
                            "insert into dealer_person(id, dealer_id, person_id, from_at) values(:id, :dealer, "
                            ":person, :from)"};
constexpr Sql kWorker{"dealer_person_get",
                      "select * from dealer_person where person_id = :person and dealer_id = :dealer and until_at is "
                      "null"};
constexpr Sql kEndWorker{"dealer_person_end",
                         "update dealer_person set until_at = :now where id = :id and until_at is null"};
constexpr Sql kWorkers{"dealer_person_list",
                       "select * from dealer_person where dealer_id = :dealer and id > :after order by id limit "
                       ":limit"};

Dealer dealer_of(const Row& row) {
  Dealer d;
  d.id = row.text("id");
  d.contract_number = row.text("contract_number");
  d.contract_from = row.instant("contract_from");
  d.contract_until = row.maybe_instant("contract_until");
  d.region = row.text("region");
  d.parent_id = row.text("parent_id");
  d.quota = row.integer("quota");
  d.state = known(state(row.text("state")));
  d.state_since = row.instant("state_since");
  d.reason = row.text("reason");
  d.version = row.integer("version");
  return d;
}
Place place_of(const Row& row) {
  return {row.text("dealer_id"),
          row.text("code"),
          row.text("region"),
          row.maybe_integer("latitude_e5"),
          row.maybe_integer("longitude_e5"),
          row.instant("made_at")};
}
Worker worker_of(const Row& row) {
  return {row.text("id"), row.text("dealer_id"), row.text("person_id"), row.instant("from_at"),
          row.maybe_instant("until_at")};
}
template <class F>
auto list_of(store::Transaction& tx, const Sql& sql, const store::Binds& binds, F of) {
  std::vector<decltype(of(std::declval<const Row&>()))> out;
  for (const Row& row : tx.query(sql, binds)) out.push_back(of(row));
  return out;
}
template <class F>
auto one_of(store::Transaction& tx, const Sql& sql, const store::Binds& binds, F of) {
  const auto row = tx.one(sql, binds);
  return row ? std::optional(of(*row)) : std::nullopt;
}

}  // namespace

std::optional<Dealer> find_dealer(store::Transaction& tx, const std::string& id) {
  return one_of(tx, kGet, {{"id", id}}, dealer_of);
}
std::vector<Dealer> chain_of(store::Transaction& tx, const std::string& id) {
  std::vector<Dealer> out;
  for (std::string next = id; !next.empty() && out.size() < kChainMax; next = out.back().parent_id) {
    auto dealer = find_dealer(tx, next);
    if (!dealer) break;
    out.push_back(std::move(*dealer));
  }
  return out;
}
void insert(store::Transaction& tx, const Dealer& d) {
  tx.run(kInsert, {{"id", d.id},
                   {"contract", d.contract_number},
                   {"from", d.contract_from},
                   {"until", d.contract_until},
                   {"region", d.region},
                   {"parent", store::text_or_null(d.parent_id)},
                   {"quota", d.quota},
                   {"state", to_text(d.state)},
                   {"since", d.state_since},
                   {"reason", d.reason},
                   {"version", d.version}});
}
bool change(store::Transaction& tx, const Dealer& d) {
  return tx.run(kChange, {{"id", d.id},
                          {"contract", d.contract_number},
                          {"from", d.contract_from},
                          {"until", d.contract_until},
                          {"region", d.region},
                          {"quota", d.quota},
                          {"state", to_text(d.state)},
                          {"since", d.state_since},
                          {"reason", d.reason},
                          {"version", d.version}}) == 1;
}
std::vector<Dealer> list_dealers(store::Transaction& tx, const std::string& state, const std::string& parent,
                                 const std::string& after, int limit) {
  if (!parent.empty())
    return list_of(tx, kByParent, {{"parent", parent}, {"after", after}, {"limit", limit}}, dealer_of);
  if (!state.empty()) return list_of(tx, kByState, {{"state", state}, {"after", after}, {"limit", limit}}, dealer_of);
  return list_of(tx, kAll, {{"after", after}, {"limit", limit}}, dealer_of);
}

std::int64_t registrations_of(store::Transaction& tx, const std::string& dealer_id) {
  return tx.one(kRegistrations, {{"id", dealer_id}})->integer("n");
}
std::int64_t registrations_waiting(store::Transaction& tx, const std::string& dealer_id, std::int64_t most) {
  return tx.one(kRegistrationsWaiting, {{"id", dealer_id}, {"most", most}})->integer("n");
}

std::int64_t accepted_on(store::Transaction& tx, const std::string& dealer_id, const std::string& day) {
  const auto row = tx.one(kAccepted, {{"id", dealer_id}, {"day", day}});
  return row ? row->integer("accepted") : 0;
}
void add_accepted(store::Transaction& tx, const std::string& dealer_id, const std::string& day, std::int64_t count,
                  std::int64_t quota) {
  tx.run(kAddAccepted, {{"id", dealer_id}, {"day", day}, {"count", count}, {"quota", quota}});
}

void insert(store::Transaction& tx, const Place& p) {
  tx.run(kInsertPlace, {{"dealer", p.dealer_id},
                        {"code", p.code},
                        {"region", p.region},
                        {"latitude", p.latitude_e5},
                        {"longitude", p.longitude_e5},
                        {"at", p.made_at}});
}
std::optional<Place> find_place(store::Transaction& tx, const std::string& dealer_id, const std::string& code) {
  return one_of(tx, kPlace, {{"dealer", dealer_id}, {"code", code}}, place_of);
}
std::vector<Place> places_of(store::Transaction& tx, const std::string& dealer_id, const std::string& after,
                             int limit) {
  return list_of(tx, kPlaces, {{"dealer", dealer_id}, {"after", after}, {"limit", limit}}, place_of);
}

void insert(store::Transaction& tx, const Worker& w) {
  tx.run(kInsertWorker, {{"id", w.id}, {"dealer", w.dealer_id}, {"person", w.person_id}, {"from", w.from}});
}
std::optional<Worker> find_worker(store::Transaction& tx, const std::string& dealer_id, const std::string& person_id) {
  return one_of(tx, kWorker, {{"dealer", dealer_id}, {"person", person_id}}, worker_of);
}
bool end_worker(store::Transaction& tx, const std::string& id, Instant now) {
  return tx.run(kEndWorker, {{"id", id}, {"now", now}}) == 1;
}
std::vector<Worker> workers_of(store::Transaction& tx, const std::string& dealer_id, const std::string& after,
                               int limit) {
  return list_of(tx, kWorkers, {{"dealer", dealer_id}, {"after", after}, {"limit", limit}}, worker_of);
}

}  // namespace muster::dealers
