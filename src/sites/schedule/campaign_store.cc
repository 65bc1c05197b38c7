#include "campaign_store.h"

#include <algorithm>

namespace muster::schedule::campaign_rows {
namespace {

using store::Sql;

constexpr Sql kInsert{"test_campaign_insert",
                      "insert into test_campaign(id, name, state, days, sites, tests_per_day, started_by, started_at, "
                      "deadline, state_at, "
                      "handed, tested, measured_at, cursor, handed_at, version) values(:id, :name, :state, :days, "
                      ":sites, :tests_per_day, "
                      ":started_by, :started_at, :deadline, :state_at, 0, 0, :started_at, '', :started_at, 1)"};
constexpr Sql kUpdate{
    "test_campaign_update",
    "update test_campaign set state = :state, state_at = :state_at, handed = :handed, tested = :tested, "
    "measured_at = :measured_at, cursor = :cursor, handed_at = :handed_at, version = version + 1 "
    "where id = :id and version = :version"};
constexpr Sql kFindCampaign{"test_campaign_find", "select * from test_campaign where id = :id"};
constexpr Sql kOpenCampaign{"test_campaign_open",
                            "select * from test_campaign where state in ('running', 'paused') order by id limit 1"};
constexpr Sql kListCampaigns{"test_campaigns",
                             "select * from test_campaign where id < :after order by id desc limit :limit"};
constexpr Sql kPoint{"test_campaign_point",
                     "insert into test_campaign_point(campaign_id, at, handed, tested) values(:id, :at, :handed, "
                     ":tested) on conflict(campaign_id, at) do nothing"};
constexpr Sql kPoints{"test_campaign_points",
                      "select at, handed, tested from test_campaign_point where campaign_id = :id order by at desc "
                      "limit :limit"};
constexpr Sql kHanded{"test_campaign_handed",
                      "insert into test_campaign_handed(campaign_id, at, sites) values(:id, :at, :sites) on "
                      "conflict(campaign_id, at) do update set sites = test_campaign_handed.sites + excluded.sites"};
constexpr Sql kHandedSince{"test_campaign_handed_since",
                           "select coalesce(sum(sites), 0) as n from test_campaign_handed where at >= :from"};
constexpr Sql kUntested{"test_campaign_untested",
                        "select host from schedule_site where host > :after and last_at < :from order by host limit "
                        ":limit"};
constexpr Sql kSites{"test_campaign_sites", "select count(*) as n from schedule_site"};
constexpr Sql kTestedSince{"test_campaign_tested",
                           "select count(*) as n from schedule_site where tests > 0 and last_at >= :from"};

Campaign campaign_of(const store::Row& row) {
  Campaign out;
  out.id = row.text("id");
  out.name = row.text("name");
  out.state = row.text("state");
  out.days = row.integer("days");
  out.sites = row.integer("sites");
  out.tests_per_day = row.integer("tests_per_day");
  out.started_by = row.text("started_by");
  out.started_at = row.instant("started_at");
  out.deadline = row.instant("deadline");
  out.state_at = row.instant("state_at");
  out.handed = row.integer("handed");
  out.tested = row.integer("tested");
  out.measured_at = row.instant("measured_at");
  out.cursor = row.text("cursor");
  out.handed_at = row.instant("handed_at");
  out.version = row.integer("version");
  return out;
}

std::optional<Campaign> first_of(const std::optional<store::Row>& row) {
  if (!row) return {};
  return campaign_of(*row);
}

}  // namespace

void insert(store::Transaction& tx, const Campaign& c) {
  tx.run(kInsert, {{"id", c.id},
                   {"name", c.name},
                   {"state", c.state},
                   {"days", c.days},
                   {"sites", c.sites},
                   {"tests_per_day", c.tests_per_day},
                   {"started_by", c.started_by},
                   {"started_at", c.started_at},
                   {"deadline", c.deadline},
                   {"state_at", c.state_at}});
}

bool update(store::Transaction& tx, const Campaign& c) {
  return tx.run(kUpdate, {{"id", c.id},
                          {"version", c.version},
                          {"state", c.state},
                          {"state_at", c.state_at},
                          {"handed", c.handed},
                          {"tested", c.tested},
                          {"measured_at", c.measured_at},
                          {"cursor", c.cursor},
                          {"handed_at", c.handed_at}}) == 1;
}

std::optional<Campaign> find(store::Transaction& tx, const std::string& id) {
  return first_of(tx.one(kFindCampaign, {{"id", id}}));
}
std::optional<Campaign> open(store::Transaction& tx) {
  return first_of(tx.one(kOpenCampaign));
}

std::vector<Campaign> list(store::Transaction& tx, const std::string& after, int limit) {
  std::vector<Campaign> out;
  for (const auto& row : tx.query(kListCampaigns, {{"after", after.empty() ? "g" : after}, {"limit", limit}}))
    out.push_back(campaign_of(row));
  return out;
}

void point(store::Transaction& tx, const std::string& id, const CampaignPoint& p) {
  tx.run(kPoint, {{"id", id}, {"at", p.at}, {"handed", p.handed}, {"tested", p.tested}});
}

std::vector<CampaignPoint> points(store::Transaction& tx, const std::string& id, int most) {
  std::vector<CampaignPoint> out;
  for (const auto& row : tx.query(kPoints, {{"id", id}, {"limit", most}}))
    out.push_back({row.instant("at"), row.integer("handed"), row.integer("tested")});
  std::reverse(out.begin(), out.end());
  return out;
}

std::int64_t handed_since(store::Transaction& tx, Instant from) {
  return tx.one(kHandedSince, {{"from", from}})->integer("n");
}
void handed(store::Transaction& tx, const std::string& id, Instant at, std::int64_t count) {
  tx.run(kHanded, {{"id", id}, {"at", at}, {"sites", count}});
}

std::vector<std::string> untested(store::Transaction& tx, const std::string& after, Instant from, std::int64_t limit) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kUntested, {{"after", after}, {"from", from}, {"limit", limit}}))
    out.push_back(row.text("host"));
  return out;
}

std::int64_t sites(store::Transaction& tx) {
  return tx.one(kSites)->integer("n");
}
std::int64_t tested_since(store::Transaction& tx, Instant from) {
  return tx.one(kTestedSince, {{"from", from}})->integer("n");
}

}  // namespace muster::schedule::campaign_rows
