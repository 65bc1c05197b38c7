// SQL of exemptions and figures.
#include "campaign_store.h"
#include <base/words.h>

namespace muster::campaigns {
namespace {

using store::Sql;

constexpr Sql kInsertExemption{
    "campaign_exemption_insert",
    "insert into campaign_exemption(id, campaign_id, line_id, reason, until_at, granted_by, granted_at, ended_by, "
    "ended_at) values(:id, :campaign, :line, :reason, :until, :by, :at, '', null)"};
constexpr Sql kExemption{"campaign_exemption_get", "select * from campaign_exemption where id = :id"};
constexpr Sql kOpenExemption{"campaign_exemption_open",
                             "select * from campaign_exemption where line_id = :line and ended_at is null"};
constexpr Sql kEndExemption{"campaign_exemption_end",
                            "update campaign_exemption set ended_by = :by, ended_at = :at where id = :id"};
constexpr Sql kExemptions{"campaign_exemptions",
                          "select * from campaign_exemption where campaign_id = :campaign and id > :after order by id "
                          "limit :limit"};
constexpr Sql kExemptionsOver{"campaign_exemptions_over",
                              "select * from campaign_exemption where ended_at is null and until_at <= :now order by "
                              "until_at, id limit :limit"};
constexpr Sql kCountAdd{"campaign_count_add",
                        "update campaign_count set n = n + :n where campaign_id = :campaign and dealer = :dealer and "
                        "region = :region and wave = :wave and state = :state"};
constexpr Sql kCountInsert{"campaign_count_insert",
                           "insert into campaign_count(campaign_id, dealer, region, wave, state, n) values(:campaign, "
                           ":dealer, :region, :wave, :state, :n)"};
constexpr Sql kDayAdd{"campaign_day_add",
                      "insert into campaign_day(campaign_id, wave, day, n) values(:campaign, :wave, :day, :n) "
                      "on conflict(campaign_id, wave, day) do update set n = campaign_day.n + excluded.n"};
constexpr Sql kDays{"campaign_days",
                    "select wave, day, n from campaign_day where campaign_id = :campaign and day >= :day"};
constexpr Sql kByWave{"campaign_count_by_wave",
                      "select wave, state, cast(sum(n) as bigint) as n from campaign_count where campaign_id = "
                      ":campaign group by wave, state"};
constexpr Sql kByRegion{"campaign_count_by_region",
                        "select region as key, state, cast(sum(n) as bigint) as n from campaign_count where "
                        "campaign_id = :campaign group by region, state order by region"};
constexpr Sql kByDealer{
    "campaign_count_by_dealer",
    "select dealer as key, state, cast(sum(n) as bigint) as n from campaign_count where campaign_id = :campaign and "
    "dealer in (select distinct dealer from campaign_count where campaign_id = :campaign and dealer > :after order by "
    "dealer limit :limit) group by dealer, state order by dealer"};

Exemption exemption_of(const store::Row& row) {
  Exemption e;
  e.id = row.text("id");
  e.campaign_id = row.text("campaign_id");
  e.line_id = row.text("line_id");
  e.reason = row.text("reason");
  e.until = row.instant("until_at");
  e.granted_by = row.text("granted_by");
  e.granted_at = row.instant("granted_at");
  e.ended_by = row.text("ended_by");
  e.ended_at = row.maybe_instant("ended_at");
  return e;
}
std::optional<Exemption> one_exemption(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  const auto row = tx.one(sql, binds);
  return row ? std::optional(exemption_of(*row)) : std::nullopt;
}
std::vector<Exemption> many_exemptions(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Exemption> out;
  for (const auto& row : tx.query(sql, binds)) out.push_back(exemption_of(row));
  return out;
}

// Rows of one key follow each other.
std::vector<Row> rows_of(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Row> out;
  for (const auto& row : tx.query(sql, binds)) {
    if (out.empty() || out.back().key != row.text("key")) out.push_back({row.text("key")});
    out.back().counts[static_cast<std::size_t>(known(line_state(row.text("state"))))] += row.integer("n");
  }
  return out;
}

}  // namespace

void insert(store::Transaction& tx, const Exemption& e) {
  tx.run(kInsertExemption, {{"id", e.id},
                            {"campaign", e.campaign_id},
                            {"line", e.line_id},
                            {"reason", e.reason},
                            {"until", e.until},
                            {"by", e.granted_by},
                            {"at", e.granted_at}});
}
std::optional<Exemption> find_exemption(store::Transaction& tx, const std::string& id) {
  return one_exemption(tx, kExemption, {{"id", id}});
}
std::optional<Exemption> open_exemption(store::Transaction& tx, const std::string& line_id) {
  return one_exemption(tx, kOpenExemption, {{"line", line_id}});
}
void end_exemption(store::Transaction& tx, const std::string& id, const std::string& by, Instant at) {
  tx.run(kEndExemption, {{"id", id}, {"by", by}, {"at", at}});
}
std::vector<Exemption> exemptions_of(store::Transaction& tx, const std::string& campaign_id, const std::string& after,
                                     int limit) {
  return many_exemptions(tx, kExemptions, {{"campaign", campaign_id}, {"after", after}, {"limit", limit}});
}
std::vector<Exemption> exemptions_over(store::Transaction& tx, Instant now, int limit) {
  return many_exemptions(tx, kExemptionsOver, {{"now", now}, {"limit", limit}});
}

void CountChange::write(store::Transaction& tx, const std::string& campaign_id) const {
  for (const auto& [key, n] : changes_) {
    if (n == 0) continue;
    const auto& [dealer, region, wave, state] = key;
    const store::Binds binds{
        {"campaign", campaign_id}, {"dealer", dealer}, {"region", region}, {"wave", wave}, {"state", state}, {"n", n}};
    if (tx.run(kCountAdd, binds) == 0) tx.run(kCountInsert, binds);
  }
}
void add_day(store::Transaction& tx, const std::string& campaign_id, std::int64_t wave, const std::string& day,
             std::int64_t n) {
  tx.run(kDayAdd, {{"campaign", campaign_id}, {"wave", wave}, {"day", day}, {"n", n}});
}
std::map<std::int64_t, DayCounts> days_since(store::Transaction& tx, const std::string& campaign_id,
                                             const std::string& day) {
  std::map<std::int64_t, DayCounts> out;
  for (const auto& row : tx.query(kDays, {{"campaign", campaign_id}, {"day", day}}))
    out[row.integer("wave")][row.text("day")] = row.integer("n");
  return out;
}
std::map<std::int64_t, Counts> counts_by_wave(store::Transaction& tx, const std::string& campaign_id) {
  std::map<std::int64_t, Counts> out;
  for (const auto& row : tx.query(kByWave, {{"campaign", campaign_id}}))
    out[row.integer("wave")][static_cast<std::size_t>(known(line_state(row.text("state"))))] = row.integer("n");
  return out;
}
std::vector<Row> counts_by_region(store::Transaction& tx, const std::string& campaign_id) {
  return rows_of(tx, kByRegion, {{"campaign", campaign_id}});
}
std::vector<Row> counts_by_dealer(store::Transaction& tx, const std::string& campaign_id, const std::string& after,
                                  int limit) {
  return rows_of(tx, kByDealer, {{"campaign", campaign_id}, {"after", after}, {"limit", limit}});
}

}  // namespace muster::campaigns
