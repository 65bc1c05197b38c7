// Confirmers that one body lends to another.
#include "desk_store.h"
#include "flow.h"
#include <parties/parties.h>

namespace muster::cases {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Duration kPoolMax = std::chrono::hours(24 * 366);
constexpr Sql kLentTo{
    "pool_lent_to",
    "select distinct for_party_id from confirmer_pool where lender_party_id = :party and accepted_at <= "
    ":now and until_at > :now and ended_at is null"};
#define POOL_SELECT                                                                                                \
  "select id, for_party_id, lender_party_id, proposed_by, proposed_at, coalesce(accepted_by, '') as accepted_by, " \
  "accepted_at, until_at, ended_at from confirmer_pool where "
constexpr Sql kPoolById{"pool_by_id", POOL_SELECT "id = :id"};
constexpr Sql kPools{"pools", POOL_SELECT "until_at > :now and ended_at is null order by until_at, id limit 500"};
constexpr Sql kInsertPool{"pool_insert",
                          "insert into confirmer_pool(id, for_party_id, lender_party_id, proposed_by, proposed_at, "
                          "until_at) values(:id, :for, :lender, :person, :at, :until)"};
constexpr Sql kAcceptPool{"pool_accept",
                          "update confirmer_pool set accepted_by = :person, accepted_at = :at where id = :id"};
constexpr Sql kEndPool{"pool_end", "update confirmer_pool set ended_by = :person, ended_at = :at where id = :id"};

Pool pool_of(const Row& r) {
  return {r.text("id"),
          r.text("for_party_id"),
          r.text("lender_party_id"),
          r.text("proposed_by"),
          r.instant("proposed_at"),
          r.text("accepted_by"),
          r.maybe_instant("accepted_at"),
          r.instant("until_at"),
          r.maybe_instant("ended_at")};
}

Result<Pool> need_pool(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kPoolById, {{"id", id}});
  if (!row) return not_found("pool_unknown", "There is no such agreement.");
  return pool_of(*row);
}

}  // namespace

std::vector<std::string> select_lent_to(Transaction& tx, const std::string& party_id, Instant now) {
  std::vector<std::string> out;
  for (const Row& r : tx.query(kLentTo, {{"party", party_id}, {"now", now}})) out.push_back(r.text("for_party_id"));
  return out;
}

std::vector<Pool> select_pools(Transaction& tx, Instant now) {
  std::vector<Pool> out;
  for (const Row& r : tx.query(kPools, {{"now", now}})) out.push_back(pool_of(r));
  return out;
}

Result<Pool> Desk::propose_pool(const std::string& lender, Instant until, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Pool> {
    Flow flow(cases_, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"decider", "supervisor"}));
    MUSTER_TRY(const SignerFacts who, flow.facts());
    if (until <= flow.now || until - flow.now > kPoolMax)
      return invalid("pool_period", "Confirmers are lent for a year at most.", "until");
    if (!parties::find_party(tx, lender)) return invalid("party_unknown", "There is no such party.", "lender_id");
    const std::string id = flow.new_id();
    tx.run(kInsertPool, {{"id", id},
                         {"for", who.party_id},
                         {"lender", lender},
                         {"person", person},
                         {"at", flow.now},
                         {"until", until}});
    flow.record(kPoolProposed, kPoolRecord, id, Body().text("for", who.party_id).text("lender", lender));
    return need_pool(tx, id);
  });
}

Result<Pool> Desk::accept_pool(const std::string& id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Pool> {
    Flow flow(cases_, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"decider", "confirmer", "supervisor"}));
    MUSTER_TRY(const Pool pool, need_pool(tx, id));
    MUSTER_TRY(const SignerFacts who, flow.facts());
    if (who.party_id != pool.lender_party_id)
      return refused("pool_accepted", "Who accepts it is of the body that lends its confirmers.");
    if (pool.accepted_at || pool.ended_at)
      return conflict("pool_kept", "This agreement was accepted, or has ended, already.");
    tx.run(kAcceptPool, {{"id", id}, {"person", person}, {"at", flow.now}});
    flow.record(kPoolAccepted, kPoolRecord, id,
                Body().text("for", pool.for_party_id).text("lender", pool.lender_party_id));
    return need_pool(tx, id);
  });
}

Result<Pool> Desk::end_pool(const std::string& id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Pool> {
    Flow flow(cases_, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"decider", "confirmer", "supervisor"}));
    MUSTER_TRY(const Pool pool, need_pool(tx, id));
    MUSTER_TRY(const SignerFacts who, flow.facts());
    if (who.party_id != pool.lender_party_id && who.party_id != pool.for_party_id)
      return not_found("pool_unknown", "There is no such agreement.");
    if (pool.ended_at) return conflict("pool_kept", "This agreement has ended already.");
    tx.run(kEndPool, {{"id", id}, {"person", person}, {"at", flow.now}});
    flow.record(kPoolEnded, kPoolRecord, id,
                Body().text("for", pool.for_party_id).text("lender", pool.lender_party_id));
    return need_pool(tx, id);
  });
}

Result<std::vector<Pool>> Desk::pools() const {
  const Instant now = recorder_.clock().now();
  return database_.read([&](Transaction& tx) -> Result<std::vector<Pool>> { return select_pools(tx, now); });
}

}  // namespace muster::cases
