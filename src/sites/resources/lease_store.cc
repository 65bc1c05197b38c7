#include "resource_json.h"
#include "resource_store.h"
#include <base/words.h>

#include <set>

namespace muster::resources {
namespace {

#define LEASE_COLUMNS                                                                                                 \
  "id, parent_id, block_id, lessor_id, lessee_id, licence_number, contract, may_sublet, state, state_since, due_at, " \
  "reasons, created_at, version"
constexpr store::Sql kGet{"address_lease_get", "select " LEASE_COLUMNS " from address_lease where id = :id"};
constexpr store::Sql kLive{"address_lease_live",
                           "select " LEASE_COLUMNS " from address_lease where block_id = :block and live = 1"};
constexpr store::Sql kInsert{"address_lease_insert",
                             "insert into address_lease(" LEASE_COLUMNS
                             ", live) values(:id, :parent, :block, :lessor, :lessee, :licence, :contract, :may_sublet, "
                             ":state, :since, :due, :reasons, :created, 1, 1)"};
constexpr store::Sql kUpdate{"address_lease_update",
                             "update address_lease set state = :state, live = :live, state_since = :since, due_at = "
                             ":due, reasons = :reasons, version = :version where id = :id and version = :version - 1"};
#define NEWEST " and id < :after order by id desc limit :limit"
constexpr store::Sql kNewest{"address_lease_list", "select " LEASE_COLUMNS " from address_lease where true" NEWEST};
constexpr store::Sql kByState{"address_lease_list_state",
                              "select " LEASE_COLUMNS " from address_lease where state = :state" NEWEST};
constexpr store::Sql kOfBlock{"address_lease_list_block",
                              "select " LEASE_COLUMNS " from address_lease where block_id = :block" NEWEST};
constexpr store::Sql kOfLessor{"address_lease_list_lessor",
                               "select " LEASE_COLUMNS " from address_lease where lessor_id = :party" NEWEST};
constexpr store::Sql kOfLessee{"address_lease_list_lessee",
                               "select " LEASE_COLUMNS " from address_lease where lessee_id = :party" NEWEST};
constexpr const char* kAfterEveryId = "~";

Lease lease_of(const store::Row& row) {
  Lease l;
  l.id = row.text("id");
  l.parent_id = row.text("parent_id");
  l.block_id = row.text("block_id");
  l.lessor_id = row.text("lessor_id");
  l.lessee_id = row.text("lessee_id");
  l.licence_number = row.text("licence_number");
  l.contract = row.text("contract");
  l.may_sublet = row.flag("may_sublet");
  l.state = known(lease_state(row.text("state")));
  l.state_since = row.instant("state_since");
  l.due_at = row.maybe_instant("due_at");
  l.reasons = texts_of(row.text("reasons"));
  l.created_at = row.instant("created_at");
  l.version = row.integer("version");
  return l;
}

}  // namespace

std::optional<Lease> find_lease(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kGet, {{"id", id}});
  return row ? std::optional(lease_of(*row)) : std::nullopt;
}

std::optional<Lease> live_lease_of(store::Transaction& tx, const std::string& block_id) {
  const auto row = tx.one(kLive, {{"block", block_id}});
  return row ? std::optional(lease_of(*row)) : std::nullopt;
}

void insert(store::Transaction& tx, const Lease& l) {
  tx.run(kInsert, {{"id", l.id},
                   {"parent", l.parent_id.empty() ? std::nullopt : std::optional(l.parent_id)},
                   {"block", l.block_id},
                   {"lessor", l.lessor_id},
                   {"lessee", l.lessee_id},
                   {"licence", l.licence_number},
                   {"contract", l.contract},
                   {"may_sublet", l.may_sublet},
                   {"state", to_text(l.state)},
                   {"since", l.state_since},
                   {"due", l.due_at},
                   {"reasons", to_json(l.reasons)},
                   {"created", l.created_at}});
}

bool update(store::Transaction& tx, const Lease& l) {
  return tx.run(kUpdate, {{"id", l.id},
                          {"state", to_text(l.state)},
                          {"live", is_live(l.state)},
                          {"since", l.state_since},
                          {"due", l.due_at},
                          {"reasons", to_json(l.reasons)},
                          {"version", l.version}}) == 1;
}

// Each filter is a walk along an index; several are merged, and what another filter excludes is left out.
LeasePage list_leases(store::Transaction& tx, const LeaseFilter& filter, const std::string& after, int limit) {
  LeasePage page;
  std::set<std::string> seen;
  const auto fits = [&](const Lease& l) {
    return (filter.states.empty() ||
            std::find(filter.states.begin(), filter.states.end(), l.state) != filter.states.end()) &&
           (filter.party_id.empty() || filter.party_id == l.lessor_id || filter.party_id == l.lessee_id) &&
           (filter.block_id.empty() || filter.block_id == l.block_id);
  };
  // Goes on along the index until there are `limit` that fit.
  const auto walk = [&](const store::Sql& sql, const char* state) {
    std::string from = after.empty() ? kAfterEveryId : after;
    for (int found = 0; found < limit;) {
      const auto rows = tx.query(sql, {{"after", from},
                                       {"state", state},
                                       {"block", filter.block_id},
                                       {"party", filter.party_id},
                                       {"limit", limit}});
      for (const auto& row : rows) {
        Lease l = lease_of(row);
        from = l.id;
        if (!fits(l) || found == limit) continue;
        ++found;
        if (seen.insert(l.id).second) page.items.push_back(std::move(l));
      }
      if (static_cast<int>(rows.size()) < limit) break;
    }
  };
  if (!filter.block_id.empty()) {
    walk(kOfBlock, "");
  } else if (!filter.party_id.empty()) {
    walk(kOfLessor, "");
    walk(kOfLessee, "");
  } else if (!filter.states.empty()) {
    for (const LeaseState state : std::set<LeaseState>(filter.states.begin(), filter.states.end()))
      walk(kByState, to_text(state));
  } else {
    walk(kNewest, "");
  }
  std::sort(page.items.begin(), page.items.end(), [](const Lease& a, const Lease& b) { return a.id > b.id; });
  if (static_cast<int>(page.items.size()) >= limit) {
    page.items.resize(static_cast<std::size_t>(limit));
    page.next = page.items.back().id;
  }
  return page;
}

}  // namespace muster::resources
