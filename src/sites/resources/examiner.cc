#include "resource_json.h"
#include <names/name.h>
#include <parties/parties.h>
#include <resources/sub_assignment.h>

#include <unordered_map>

#include <boost/json.hpp>

namespace muster::resources {
namespace {

constexpr std::size_t kBatch = 500;  // hosts a transaction
#define FINDING_COLUMNS "id, kind, host, address, block_id, lease_id, explain, first_seen_at, last_seen_at"
constexpr store::Sql kSame{"address_finding_same",
                           "select id from address_finding where host = :host and address_key = :key and kind = :kind"};
constexpr store::Sql kAgain{
    "address_finding_again",
    "update address_finding set last_seen_at = :now, explain = :explain, block_id = :block, lease_id = :lease where id "
    "= :id"};
constexpr store::Sql kInsertFinding{
    "address_finding_insert",
    "insert into address_finding(" FINDING_COLUMNS
    ", address_key) values(:id, :kind, :host, :address, :block, :lease, :explain, :now, :now, "
    ":key)"};
#define NEWEST " and id < :after order by id desc limit :limit"
constexpr store::Sql kList{"address_finding_list", "select " FINDING_COLUMNS " from address_finding where true" NEWEST};
constexpr store::Sql kOfKind{"address_finding_list_kind",
                             "select " FINDING_COLUMNS " from address_finding where kind = :kind" NEWEST};
constexpr store::Sql kOfBlock{"address_finding_list_block",
                              "select " FINDING_COLUMNS " from address_finding where block_id = :block" NEWEST};

Finding finding_of(const store::Row& row) {
  Finding f;
  f.id = row.text("id");
  f.kind = finding_kind(row.text("kind")).value();
  f.host = row.text("host");
  f.address = row.text("address");
  f.block_id = row.text("block_id");
  f.lease_id = row.text("lease_id");
  f.explain = texts_of(row.text("explain"));
  f.first_seen_at = row.instant("first_seen_at");
  f.last_seen_at = row.instant("last_seen_at");
  return f;
}

std::string body_of(const Finding& f) {
  boost::json::array steps;
  for (const auto& step : f.explain) steps.emplace_back(step);
  return boost::json::serialize(boost::json::object{
      {"kind", to_text(f.kind)}, {"host", f.host}, {"address", f.address}, {"block", f.block_id}, {"explain", steps}});
}

// True: it is new.
bool keep(store::Transaction& tx, const ledger::Recorder& recorder, Finding& f, const AddressRange& address,
          const std::string& actor) {
  const auto lease = f.lease_id.empty() ? std::nullopt : std::optional(f.lease_id);
  const auto same = tx.one(kSame, {{"host", f.host}, {"key", address.first_key()}, {"kind", to_text(f.kind)}});
  f.id = same ? same->text("id") : recorder.new_id();
  const store::Binds binds{{"id", f.id},           {"kind", to_text(f.kind)},       {"host", f.host},
                           {"address", f.address}, {"key", address.first_key()},    {"block", f.block_id},
                           {"lease", lease},       {"explain", to_json(f.explain)}, {"now", recorder.clock().now()}};
  tx.run(same ? kAgain : kInsertFinding, binds);
  if (!same) recorder.record(tx, kFindingMade, actor, kFindingRecord, f.id, body_of(f));
  return !same;
}

Result<Seen> seen_of(const std::string& host, const std::string& address) {
  MUSTER_TRY(const auto name, names::parse_name(host));
  MUSTER_TRY(const auto range, identifiers::parse_address_range(address));
  if (range.first != range.last)
    return invalid("address_range_form", "A host is seen on one address, not on a range.", "address");
  return Seen{name.ascii, range};
}

struct Use {
  Seen seen;
  FiledUse filed;
};

// Takes out what no block on record holds; returns how many.
std::int64_t drop_outside(store::Database& database, std::vector<Use>& uses) {
  const auto dropped = database.read([&](store::Transaction& tx) -> Result<std::int64_t> {
    return static_cast<std::int64_t>(
        std::erase_if(uses, [&](const Use& use) { return chain_of(tx, use.seen.address).empty(); }));
  });
  return dropped.ok() ? *dropped : 0;  // a database that is away says so when the findings are kept
}

Result<Examined> examine_all(store::Transaction& tx, const ledger::Recorder& recorder, const std::vector<Use>& uses,
                             const std::string& actor) {
  Examined sum;
  std::unordered_map<std::string, std::string> party_names;
  const std::function<std::string(const std::string&)> name = [&](const std::string& id) {
    auto [it, is_new] = party_names.try_emplace(id);
    if (is_new) {
      const auto party = parties::find_party(tx, id);
      it->second = party ? party->name : id;
    }
    return it->second;
  };
  for (const auto& [seen, filed] : uses) {
    std::vector<TenantOf> chain;
    for (auto& tenant : chain_of(tx, seen.address)) {
      const std::string holder = name(tenant.block.holder_id);
      const std::string user = tenant.block.user_id.empty() ? "" : name(tenant.block.user_id);
      chain.push_back({std::move(tenant), holder, user});
    }
    for (Finding& f : examine(seen, chain, filed, name)) {
      ++sum.found;
      sum.made += keep(tx, recorder, f, seen.address, actor);
    }
  }
  return sum;
}

}  // namespace

Result<Examined> Examiner::run(const std::function<Result<bool>(std::string& host, std::string& address)>& next,
                               const std::string& actor,
                               const std::function<void(std::int64_t line, const Error&)>& on_error) const {
  Examined total;
  std::vector<Use> uses;
  for (bool more = true; more;) {
    uses.clear();
    while (more && uses.size() < kBatch) {
      std::string host, address;
      MUSTER_TRY(more, next(host, address));
      if (!more) break;
      ++total.seen;
      auto seen = seen_of(host, address);
      if (seen.ok()) {
        uses.push_back({std::move(*seen), {}});
      } else {
        ++total.bad;
        if (on_error) on_error(total.seen, seen.error());
      }
    }
    total.outside += drop_outside(database_, uses);
    for (Use& use : uses) {
      MUSTER_TRY(use.filed, filed_(use.seen.host));
    }
    if (uses.empty()) continue;
    MUSTER_TRY(const Examined kept, database_.write([&](store::Transaction& tx) -> Result<Examined> {
      return examine_all(tx, recorder_, uses, actor);
    }));
    total.found += kept.found;
    total.made += kept.made;
  }
  return total;
}

Result<FindingPage> Examiner::list(const FindingFilter& filter, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<FindingPage> {
    const store::Sql& sql = !filter.block_id.empty() ? kOfBlock : filter.kind ? kOfKind : kList;
    FindingPage page;
    for (const auto& row : tx.query(sql, {{"after", after.empty() ? "~" : after.c_str()},
                                          {"kind", filter.kind ? to_text(*filter.kind) : ""},
                                          {"block", filter.block_id},
                                          {"limit", limit}}))
      page.items.push_back(finding_of(row));
    if (static_cast<int>(page.items.size()) == limit) page.next = page.items.back().id;
    return page;
  });
}

}  // namespace muster::resources
