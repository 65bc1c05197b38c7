#include "notice_store.h"

namespace muster::census {
namespace {

using store::Sql;

#define TO_BE_TOLD                                                                                \
  "f.run_number = :run and f.provider_id is not null and f.standing in ('unfiled', 'cancelled', " \
  "'provider_differs', 'address_differs') "
// The same finding is that of one name, standing and provider. Within the term of its notice it is told; a notice that
// it outlived leaves it overdue; one from before it was first seen was of another time.
#define NOTICE_OF                                                                                               \
  "exists(select 1 from census_notice n where n.name = f.name and n.standing = f.standing and n.provider_id = " \
  "f.provider_id and "
#define TOLD NOTICE_OF "n.due_at > :now)"
#define OUTLIVED NOTICE_OF "n.noticed_at >= f.first_seen * 86400000000)"
constexpr Sql kNewest{"census_notice_newest",
                      "select noticed_at, due_at from census_notice where name = :name and standing = :standing and "
                      "provider_id = :provider order by noticed_at desc limit 1"};
constexpr Sql kProviders{"census_notice_providers",
                         "select distinct provider_id from census_finding where run_number = :run and provider_id is "
                         "not null and provider_id > :after order by provider_id limit :limit"};
constexpr Sql kCounts{"census_notice_counts",
                      "select standing, state, count(*) as n from (select f.standing as standing, case when " TOLD
                      " then 'told' when " OUTLIVED
                      " then 'overdue' else 'due' end as state from census_finding f where " TO_BE_TOLD
                      "and f.provider_id = :provider) each_finding group by standing, state"};
constexpr Sql kToNotice{"census_to_notice",
                        "select f.name as name, f.standing as standing from census_finding f where " TO_BE_TOLD
                        "and f.provider_id = :provider and not " TOLD " and (:remind = 1 or not " OUTLIVED
                        ") order by f.name limit :limit"};
constexpr Sql kUnattributed{"census_unattributed",
                            "select count(*) as n from census_finding where run_number = :run and provider_id is null "
                            "and standing in ('unfiled', 'cancelled', 'provider_differs', 'address_differs')"};
constexpr Sql kOfLetter{"census_noticed_sites",
                        "select name, standing, due_at from census_notice where notice_id = :notice and name > :after "
                        "order by name limit :limit"};
#undef OUTLIVED
#undef TOLD
#undef NOTICE_OF
#undef TO_BE_TOLD

Standing standing_of(const store::Row& row) {
  return standing_from(row.text("standing")).value_or(Standing::unfiled);
}

}  // namespace

void note_notice(store::Transaction& tx, Finding& finding, Instant now) {
  if (finding.provider_id.empty() || !needs_notice(finding.standing)) return;
  finding.notice = "due";
  const auto newest = tx.one(
      kNewest, {{"name", finding.name}, {"standing", to_text(finding.standing)}, {"provider", finding.provider_id}});
  if (!newest) return;
  const auto since = parse_day(finding.first_seen);
  const Instant due = newest->instant("due_at");
  if (due > now)
    finding.notice = "told";
  else if (since.ok() && newest->instant("noticed_at") >= *since)
    finding.notice = "overdue";
  else
    return;
  finding.noticed = true;
  finding.notice_due = due;
}

std::vector<ProviderNotices> count_notices(store::Transaction& tx, std::int64_t run_number,
                                           const std::string& after_provider, int limit, Instant now) {
  std::vector<ProviderNotices> out;
  for (const auto& provider :
       tx.query(kProviders, {{"run", run_number}, {"after", after_provider}, {"limit", limit}})) {
    ProviderNotices& of = out.emplace_back();
    of.provider_id = provider.text("provider_id");
    for (const auto& row : tx.query(kCounts, {{"run", run_number}, {"provider", of.provider_id}, {"now", now}})) {
      NoticeCounts& counts = of.of[static_cast<std::size_t>(standing_of(row))];
      const std::string state = row.text("state");
      (state == "told" ? counts.told : state == "due" ? counts.due : counts.overdue) = row.integer("n");
    }
  }
  return out;
}

std::int64_t count_unattributed(store::Transaction& tx, std::int64_t run_number) {
  return tx.one(kUnattributed, {{"run", run_number}})->integer("n");
}

std::vector<ToNotice> select_to_notice(store::Transaction& tx, std::int64_t run_number, const std::string& provider_id,
                                       bool remind, int limit, Instant now) {
  std::vector<ToNotice> out;
  tx.each(kToNotice,
          {{"run", run_number}, {"provider", provider_id}, {"remind", remind}, {"limit", limit}, {"now", now}},
          [&](const store::Row& row) {
            out.push_back({row.text("name"), standing_of(row)});
            return true;
          });
  return out;
}

void insert_notices(store::Transaction& tx, const std::vector<ToNotice>& what, const std::string& provider_id,
                    const std::string& notice_id, std::int64_t run_number, Instant at, Instant due) {
  static constexpr std::string_view kColumns[] = {"name",       "notice_id", "provider_id", "run_number",
                                                  "noticed_at", "due_at",    "standing"};
  const auto bulk = tx.bulk("census_notice", kColumns);
  std::vector<store::Value> values{std::string(), notice_id,  provider_id,  run_number,
                                   at.micros,     due.micros, std::string()};
  for (const ToNotice& one : what) {
    std::get<std::string>(values.front()) = one.name;
    std::get<std::string>(values.back()) = to_text(one.standing);
    bulk->row(values);
  }
  bulk->finish();
}

std::vector<NoticedSite> select_noticed(store::Transaction& tx, const std::string& notice_id, const std::string& after,
                                        int limit) {
  std::vector<NoticedSite> out;
  for (const auto& row : tx.query(kOfLetter, {{"notice", notice_id}, {"after", after}, {"limit", limit}}))
    out.push_back({row.text("name"), standing_of(row), row.instant("due_at")});
  return out;
}

}  // namespace muster::census
