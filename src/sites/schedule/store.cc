#include "store.h"

#include <store/keys.h>

#include <boost/json.hpp>

namespace muster::schedule::rows {
namespace {

namespace json = boost::json;
using store::Sql;

constexpr Sql kFind{"schedule_find", "select * from schedule_site where host = :host"};
#define SCHEDULE_INSERT                                                                                             \
  "insert into schedule_site(host, holder, filed, category, since, grew_at, reported_at, promoted_at, "             \
  "holder_violation, weight, detection, tests, violations, exposure_days, last_at, lane, cause, due_at, "           \
  "rate_per_day, found_hours) values(:host, :holder, :filed, :category, :since, :grew_at, :reported_at, "           \
  ":promoted_at, "                                                                                                  \
  ":holder_violation, :weight, :detection, :tests, :violations, :exposure_days, :last_at, :lane, :cause, :due_at, " \
  ":rate_per_day, :found_hours) on conflict(host) do "
constexpr Sql kPut{
    "schedule_put", SCHEDULE_INSERT
    "update set holder = excluded.holder, filed = excluded.filed, category = "
    "excluded.category, grew_at = excluded.grew_at, reported_at = excluded.reported_at, promoted_at = "
    "excluded.promoted_at, holder_violation = excluded.holder_violation, weight = excluded.weight, detection = "
    "excluded.detection, tests = excluded.tests, violations = excluded.violations, exposure_days = "
    "excluded.exposure_days, last_at = excluded.last_at, lane = excluded.lane, cause = excluded.cause, due_at = "
    "excluded.due_at, rate_per_day = excluded.rate_per_day, found_hours = excluded.found_hours"};
constexpr Sql kAdd{"schedule_add", SCHEDULE_INSERT "nothing"};
#undef SCHEDULE_INSERT
constexpr Sql kKnown{"schedule_known", "select host from schedule_site where host in " MUSTER_KEYS};
constexpr Sql kFiledNames{"schedule_filed_names",
                          "select name from filing_domain where name > :after and state = 'filed' order by name limit "
                          ":limit"};
constexpr Sql kFiledAs{"schedule_filed_as",
                       "select d.name, d.state, s.subject_id, s.service_types from filing_domain d join site s on s.id "
                       "= d.site_id where d.removed = 0 and d.name in " MUSTER_KEYS};
constexpr Sql kAdvance{"schedule_advance",
                       "update schedule_site set due_at = :due_at, rate_per_day = :rate where host = :host and lane = "
                       "1 and due_at > :due_at"};
constexpr Sql kPostpone{"schedule_postpone",
                        "update schedule_site set due_at = :to where host = :host and due_at = :was"};
constexpr Sql kMarkHolder{"schedule_mark_holder",
                          "update schedule_site set holder_violation = 1 where holder = :holder and holder <> '' and "
                          "host <> :host and holder_violation = 0"};
constexpr Sql kDueEvents{"schedule_due_events",
                         "select * from schedule_site where lane = 0 and due_at <= :now order by lane, due_at, host "
                         "limit :limit"};
constexpr Sql kDue{"schedule_due",
                   "select * from schedule_site where lane = 1 and due_at <= :now order by lane, due_at, host limit "
                   ":limit"};
constexpr Sql kNext{"schedule_next",
                    "select * from schedule_site where (lane, due_at, host) > (:lane, :due_at, :host) order by lane, "
                    "due_at, host limit :limit"};
constexpr Sql kPage{"schedule_page", "select * from schedule_site where host > :after order by host limit :limit"};
constexpr Sql kCount{"schedule_count", "select count(*) as n from schedule_site"};
constexpr Sql kServices{"schedule_services", "select service_types from site where id = :id"};
constexpr Sql kNumber{"schedule_number", "select home_url from site where number = :number"};
constexpr Sql kJournal{"schedule_journal_add",
                       "insert into schedule_journal(id, host, kind, at) values(:id, :host, :kind, :at) on "
                       "conflict(id) do nothing"};
constexpr Sql kJournalOf{"schedule_journal_of",
                         "select kind, at from schedule_journal where host = :host order by at desc limit :limit"};
constexpr Sql kTestsSince{"schedule_tests_since",
                          "select count(*) as n from schedule_journal where at >= :from and kind in ('clean', "
                          "'violation', 'error')"};
constexpr Sql kEventsSince{"schedule_events_since",
                           "select count(*) as n from schedule_journal where at >= :from and kind not in ('clean', "
                           "'violation', 'error')"};
constexpr Sql kPutPlan{"schedule_plan_put",
                       "insert into schedule_plan(id, made_at, sites, budget, level, spent, at_floor, at_ceiling, "
                       "affordable, explore_per_day, model) values(:id, :made_at, :sites, :budget, :level, :spent, "
                       ":at_floor, :at_ceiling, :affordable, :explore_per_day, :model)"};
constexpr Sql kNewestPlan{"schedule_plan_newest", "select * from schedule_plan order by id desc limit 1"};

SiteRow row_of(const store::Row& row) {
  SiteRow out;
  out.host = row.text("host");
  out.holder = row.text("holder");
  out.filed = row.flag("filed");
  out.category = static_cast<std::uint8_t>(row.integer("category"));
  out.since = row.instant("since");
  out.grew_at = row.maybe_instant("grew_at");
  out.reported_at = row.maybe_instant("reported_at");
  out.promoted_at = row.maybe_instant("promoted_at");
  out.holder_violation = row.flag("holder_violation");
  out.weight = row.real("weight");
  out.detection = row.real("detection");
  out.tests = row.integer("tests");
  out.violations = row.integer("violations");
  out.exposure_days = row.real("exposure_days");
  out.last_at = row.instant("last_at");
  out.event = row.integer("lane") == 0;
  out.cause = row.text("cause");
  out.due_at = row.instant("due_at");
  out.rate_per_day = row.real("rate_per_day");
  out.hours = static_cast<FoundHours>(row.integer("found_hours"));
  return out;
}

std::string model_text(const HazardModel& model) {
  json::array relativity, mean;
  for (std::size_t f = 0; f < kFeatures; ++f) {
    json::array levels;
    for (std::size_t level = 0; level < kLevels[f]; ++level) levels.push_back(model.relativity[f][level]);
    relativity.push_back(std::move(levels));
  }
  for (const double m : model.mean) mean.push_back(m);
  return json::serialize(json::object{{"base_per_day", model.base_per_day},
                                      {"site_shape", model.site_shape},
                                      {"relativity", std::move(relativity)},
                                      {"mean", std::move(mean)}});
}

HazardModel model_of(const std::string& text) {
  const json::value all = json::parse(text);
  HazardModel out;
  out.base_per_day = all.at("base_per_day").to_number<double>();
  out.site_shape = all.at("site_shape").to_number<double>();
  for (std::size_t f = 0; f < kFeatures; ++f)
    for (std::size_t level = 0; level < kLevels[f]; ++level)
      out.relativity[f][level] = all.at("relativity").as_array().at(f).as_array().at(level).to_number<double>();
  for (std::size_t cell = 0; cell < kCells; ++cell)
    out.mean[cell] = all.at("mean").as_array().at(cell).to_number<double>();
  return out;
}

store::Binds binds_of(const SiteRow& row) {
  return {{"host", row.host},
          {"holder", row.holder},
          {"filed", row.filed},
          {"category", static_cast<int>(row.category)},
          {"since", row.since},
          {"grew_at", row.grew_at},
          {"reported_at", row.reported_at},
          {"promoted_at", row.promoted_at},
          {"holder_violation", row.holder_violation},
          {"weight", row.weight},
          {"detection", row.detection},
          {"tests", row.tests},
          {"violations", row.violations},
          {"exposure_days", row.exposure_days},
          {"last_at", row.last_at},
          {"lane", row.event ? 0 : 1},
          {"cause", row.cause},
          {"due_at", row.due_at},
          {"rate_per_day", row.rate_per_day},
          {"found_hours", static_cast<std::int64_t>(row.hours)}};
}

std::int64_t number(store::Transaction& tx, const Sql& sql, const store::Binds& binds = {}) {
  return tx.one(sql, binds)->integer("n");
}

}  // namespace

std::optional<SiteRow> find(store::Transaction& tx, const std::string& host) {
  const auto row = tx.one(kFind, {{"host", host}});
  return row ? std::optional(row_of(*row)) : std::nullopt;
}

void put(store::Transaction& tx, const SiteRow& row) {
  tx.run(kPut, binds_of(row));
}

bool add(store::Transaction& tx, const SiteRow& row) {
  return tx.run(kAdd, binds_of(row)) > 0;
}

std::unordered_set<std::string> known(store::Transaction& tx, const std::vector<std::string>& hosts) {
  std::unordered_set<std::string> out;
  if (hosts.empty()) return out;
  store::each_of(tx, kKnown, hosts, [&](const store::Row& row) { out.insert(row.text("host")); });
  return out;
}

std::vector<std::string> filed_names(store::Transaction& tx, const std::string& after, int limit) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kFiledNames, {{"after", after}, {"limit", limit}})) out.push_back(row.text("name"));
  return out;
}

std::unordered_map<std::string, FiledAs> filed_as(store::Transaction& tx, const std::vector<std::string>& names) {
  std::unordered_map<std::string, FiledAs> out;
  store::each_of(tx, kFiledAs, names, [&](const store::Row& row) {
    out.insert_or_assign(row.text("name"),
                         FiledAs{row.text("subject_id"), row.text("service_types"), row.text("state") == "filed"});
  });
  return out;
}

void advance(store::Transaction& tx, const std::string& host, Instant due_at, double rate_per_day) {
  tx.run(kAdvance, {{"host", host}, {"due_at", due_at}, {"rate", rate_per_day}});
}

void mark_holder(store::Transaction& tx, const std::string& holder, const std::string& but_host) {
  tx.run(kMarkHolder, {{"holder", holder}, {"host", but_host}});
}

void postpone(store::Transaction& tx, const std::string& host, Instant was, Instant to) {
  tx.run(kPostpone, {{"host", host}, {"was", was}, {"to", to}});
}

std::vector<SiteRow> due(store::Transaction& tx, Instant now, int limit) {
  std::vector<SiteRow> out;
  for (const Sql* sql : {&kDueEvents, &kDue}) {
    const int left = limit - static_cast<int>(out.size());
    if (left <= 0) break;
    for (const auto& row : tx.query(*sql, {{"now", now}, {"limit", left}})) out.push_back(row_of(row));
  }
  return out;
}

std::vector<SiteRow> next(store::Transaction& tx, const NextKey& after, int limit) {
  std::vector<SiteRow> out;
  for (const auto& row :
       tx.query(kNext, {{"lane", after.lane}, {"due_at", after.due_at}, {"host", after.host}, {"limit", limit}}))
    out.push_back(row_of(row));
  return out;
}

std::vector<SiteRow> page(store::Transaction& tx, const std::string& after, int limit) {
  std::vector<SiteRow> out;
  for (const auto& row : tx.query(kPage, {{"after", after}, {"limit", limit}})) out.push_back(row_of(row));
  return out;
}

std::int64_t count(store::Transaction& tx) {
  return number(tx, kCount);
}

std::string services_of(store::Transaction& tx, const std::string& site_id) {
  const auto row = tx.one(kServices, {{"id", site_id}});
  return row ? row->text("service_types") : "";
}

std::string host_of_number(store::Transaction& tx, const std::string& site_number) {
  const auto row = tx.one(kNumber, {{"number", site_number}});
  if (!row) return "";
  const std::string url = row->text("home_url");
  const auto from = url.find("://") == std::string::npos ? 0 : url.find("://") + 3;
  return url.substr(from, url.find_first_of(":/?#", from) - from);
}

bool journal(store::Transaction& tx, const std::string& id, const std::string& host, std::string_view kind,
             Instant at) {
  return tx.run(kJournal, {{"id", id}, {"host", host}, {"kind", kind}, {"at", at}}) == 1;
}

std::vector<JournalRow> journal_of(store::Transaction& tx, const std::string& host, int limit) {
  std::vector<JournalRow> out;
  for (const auto& row : tx.query(kJournalOf, {{"host", host}, {"limit", limit}}))
    out.push_back({row.text("kind"), row.instant("at")});
  return out;
}

std::int64_t tests_since(store::Transaction& tx, Instant from) {
  return number(tx, kTestsSince, {{"from", from}});
}
std::int64_t events_since(store::Transaction& tx, Instant from) {
  return number(tx, kEventsSince, {{"from", from}});
}

void put_plan(store::Transaction& tx, const PlanRow& row) {
  const WaterLevel& water = row.plan.water;
  tx.run(kPutPlan, {{"id", row.id},
                    {"made_at", row.made_at},
                    {"sites", row.plan.sites},
                    {"budget", row.plan.budget},
                    {"level", water.level},
                    {"spent", water.spent},
                    {"at_floor", water.at_floor},
                    {"at_ceiling", water.at_ceiling},
                    {"affordable", water.affordable},
                    {"explore_per_day", row.plan.explore_per_day},
                    {"model", model_text(row.plan.model)}});
}

std::optional<PlanRow> newest_plan(store::Transaction& tx) {
  const auto row = tx.one(kNewestPlan);
  if (!row) return {};
  PlanRow out{row->text("id"), row->instant("made_at"), {}};
  out.plan.sites = row->integer("sites");
  out.plan.budget = row->real("budget");
  out.plan.explore_per_day = row->real("explore_per_day");
  out.plan.equal_rate = out.plan.budget / static_cast<double>(std::max<std::int64_t>(1, out.plan.sites));
  out.plan.water = {row->real("level"), row->real("spent"), static_cast<std::size_t>(row->integer("at_floor")),
                    static_cast<std::size_t>(row->integer("at_ceiling")), row->flag("affordable")};
  out.plan.model = model_of(row->text("model"));
  return out;
}

}  // namespace muster::schedule::rows
