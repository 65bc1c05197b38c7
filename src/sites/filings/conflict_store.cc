#include "conflict_store.h"

#include "approval_store.h"
#include <base/text.h>
#include <base/words.h>
#include <store/keys.h>

namespace muster::filings {
namespace {

#define OURS                                                                                                         \
  "select s.id, s.number, s.name, s.home_url, s.language, s.service_types, f.provider_id, p.name as provider_name, " \
  "f.state, u.kind, u.name as subject_name, u.region, u.certificate_number, u.certificate_index from site s "        \
  "join filing f on f.id = s.id join subject u on u.id = s.subject_id join party p on p.id = f.provider_id "
constexpr store::Sql kOursByNumber{"reconcile_by_number", OURS "where s.number in " MUSTER_KEYS};
constexpr store::Sql kOursById{"reconcile_by_id", OURS "where s.id in " MUSTER_KEYS};
constexpr store::Sql kSiteOfName{"reconcile_site_of_name",
                                 "select name, site_id from filing_domain where name in " MUSTER_KEYS};
constexpr store::Sql kDomainsOf{
    "reconcile_domains",
    "select site_id, name from filing_domain where state <> 'cancelled' and site_id in " MUSTER_KEYS};
constexpr store::Sql kApprovalsOfMany{"reconcile_pre_approvals",
                                      "select site_id, kind, number, issued_by, valid_until from filing_pre_approval "
                                      "where removed_at is null and site_id "
                                      "in " MUSTER_KEYS};
#define CONFLICT                                                                                                   \
  "select id, register, site_id, field, personal, ours, theirs, theirs_index, state, found_at, closed_at, reason " \
  "from filing_conflict "
constexpr store::Sql kLast{"reconcile_last",
                           CONFLICT "where register = :register and site_id in " MUSTER_KEYS " order by id"};
constexpr store::Sql kGetConflict{"filing_conflict_get", CONFLICT "where id = :id"};
constexpr store::Sql kConflictsOfSite{"filing_conflict_of_site", CONFLICT
                                      "where site_id = :site order by case when state = 'open' then 0 else 1 end, id "
                                      "desc limit :limit"};
constexpr store::Sql kOpen{"filing_conflict_open",
                           CONFLICT "where state = 'open' and id > :after order by id limit :limit"};
constexpr store::Sql kOpenOf{"filing_conflict_open_of", CONFLICT
                             "where state = 'open' and register = :register and id > :after order by id limit "
                             ":limit"};
constexpr store::Sql kInsertConflict{
    "filing_conflict_insert",
    "insert into filing_conflict(id, register, site_id, field, personal, ours, theirs, "
    "theirs_index, state, found_at) values(:id, :register, :site, :field, :personal, :ours, "
    ":theirs, :index, 'open', :at)"};
constexpr store::Sql kClose{"filing_conflict_close",
                            "update filing_conflict set state = :state, closed_at = :at, closed_by = :by, reason = "
                            ":reason where id = :id and state = 'open'"};

OurRow our_row(const store::Row& row) {
  OurRow out;
  out.id = row.text("id");
  out.number = row.text("number");
  out.name = row.text("name");
  out.home_url = row.text("home_url");
  out.language = row.text("language");
  for (const auto word : split(row.text("service_types"), ' '))
    if (!word.empty()) out.service_types.emplace_back(word);
  out.provider_id = row.text("provider_id");
  out.provider_name = row.text("provider_name");
  out.state = known(state_of(row.text("state")));
  out.subject_kind = known(subject_kind(row.text("kind")));
  out.subject_name = row.text("subject_name");
  out.region = row.text("region");
  out.certificate_number = row.text("certificate_number");
  out.certificate_index = row.maybe_text("certificate_index").value_or("");
  return out;
}

void add_lists(store::Transaction& tx, const std::vector<std::string>& ids,
               std::unordered_map<std::string, OurRow*>& by_id) {
  store::each_of(tx, kDomainsOf, ids,
                 [&](const store::Row& row) { by_id.at(row.text("site_id"))->domains.push_back(row.text("name")); });
  store::each_of(tx, kApprovalsOfMany, ids, [&](const store::Row& row) {
    by_id.at(row.text("site_id"))->pre_approvals.push_back(pre_approval_of(row));
  });
}

Conflict conflict_of(const store::Row& row) {
  return {row.text("id"),          row.text("register"),
          row.text("site_id"),     row.text("field"),
          row.flag("personal"),    row.text("ours"),
          row.text("theirs"),      known(conflict_state(row.text("state"))),
          row.instant("found_at"), row.maybe_instant("closed_at"),
          row.text("reason")};
}

std::vector<Conflict> all(const std::vector<store::Row>& rows) {
  std::vector<Conflict> out;
  for (const auto& row : rows) out.push_back(conflict_of(row));
  return out;
}

}  // namespace

std::unordered_map<std::string, OurRow> ours_by_number(store::Transaction& tx,
                                                       const std::vector<std::string>& numbers) {
  std::unordered_map<std::string, OurRow> out;
  store::each_of(tx, kOursByNumber, numbers,
                 [&](const store::Row& row) { out.emplace(row.text("number"), our_row(row)); });
  std::vector<std::string> ids;
  std::unordered_map<std::string, OurRow*> by_id;
  for (auto& [number, row] : out) {
    ids.push_back(row.id);
    by_id.emplace(row.id, &row);
  }
  add_lists(tx, ids, by_id);
  return out;
}

std::unordered_map<std::string, OurRow> ours_by_domain(store::Transaction& tx, const std::vector<std::string>& names) {
  std::unordered_map<std::string, std::string> site_of;
  store::each_of(tx, kSiteOfName, names,
                 [&](const store::Row& row) { site_of.emplace(row.text("name"), row.text("site_id")); });
  std::unordered_map<std::string, OurRow> sites;
  std::vector<std::string> ids;
  for (const auto& [name, id] : site_of)
    if (sites.try_emplace(id).second) ids.push_back(id);
  std::unordered_map<std::string, OurRow*> by_id;
  store::each_of(tx, kOursById, ids, [&](const store::Row& row) { sites[row.text("id")] = our_row(row); });
  for (auto& [id, row] : sites) by_id.emplace(id, &row);
  add_lists(tx, ids, by_id);
  std::unordered_map<std::string, OurRow> out;
  for (const auto& [name, id] : site_of) out.emplace(name, sites.at(id));
  return out;
}

LastConflicts last_conflicts(store::Transaction& tx, const std::string& register_name,
                             const std::vector<std::string>& sites) {
  LastConflicts out;
  store::each_of(tx, kLast, sites,
                 [&](const store::Row& row) {
                   out.insert_or_assign(
                       {row.text("site_id"), row.text("field")},
                       LastConflict{row.text("id"), row.text("ours"), row.text("theirs"), row.text("theirs_index"),
                                    known(conflict_state(row.text("state")))});
                 },
                 {{"register", register_name}});
  return out;
}

void insert_conflict(store::Transaction& tx, const std::string& id, const std::string& register_name,
                     const std::string& site_id, const Difference& d, Instant at) {
  tx.run(kInsertConflict, {{"id", id},
                           {"register", register_name},
                           {"site", site_id},
                           {"field", to_text(d.column)},
                           {"personal", std::int64_t{d.personal}},
                           {"ours", d.ours},
                           {"theirs", d.theirs},
                           {"index", d.theirs_index},
                           {"at", at}});
}

void close_conflict(store::Transaction& tx, const std::string& id, ConflictState to, const std::string& by,
                    const std::string& reason, Instant at) {
  tx.run(kClose, {{"id", id}, {"state", to_text(to)}, {"by", by}, {"reason", reason}, {"at", at}});
}

std::optional<Conflict> find_conflict(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kGetConflict, {{"id", id}});
  return row ? std::optional(conflict_of(*row)) : std::nullopt;
}

std::vector<Conflict> conflicts_of(store::Transaction& tx, const std::string& site_id, int limit) {
  return all(tx.query(kConflictsOfSite, {{"site", site_id}, {"limit", limit}}));
}

std::vector<Conflict> open_conflicts(store::Transaction& tx, const std::string& register_name, const std::string& after,
                                     int limit) {
  if (register_name.empty()) return all(tx.query(kOpen, {{"after", after}, {"limit", limit}}));
  return all(tx.query(kOpenOf, {{"register", register_name}, {"after", after}, {"limit", limit}}));
}

}  // namespace muster::filings
