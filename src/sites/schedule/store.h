// SQL of the schedule.
#pragma once

#include <schedule/service.h>

#include <unordered_map>
#include <unordered_set>

namespace muster::schedule {

// A row of schedule_site.
struct SiteRow {
  std::string host, holder;
  bool filed = false;
  std::uint8_t category = 0;
  Instant since;
  std::optional<Instant> grew_at, reported_at, promoted_at;
  bool holder_violation = false;
  double weight = 1, detection = 0;
  std::int64_t tests = 0, violations = 0;
  double exposure_days = 0;
  Instant last_at;
  bool event = false;
  std::string cause;
  Instant due_at;
  double rate_per_day = 0;
  FoundHours hours = 0;

  SiteHistory history() const { return {exposure_days, static_cast<std::uint32_t>(violations)}; }
};
// At `now`: a site grows older, and a report is forgotten.
Levels levels_of(const SiteRow& row, Instant now, double counts_for_days);
SiteFacts facts_of(const SiteRow& row, Instant now, double counts_for_days);

namespace rows {

std::optional<SiteRow> find(store::Transaction& tx, const std::string& host);
void put(store::Transaction& tx, const SiteRow& row);  // inserts or replaces
bool add(store::Transaction& tx, const SiteRow& row);  // false: it is there, and stays as it is
std::unordered_set<std::string> known(store::Transaction& tx, const std::vector<std::string>& hosts);
void advance(store::Transaction& tx, const std::string& host, Instant due_at, double rate_per_day);
// Unless it has become due at another time than `was`.
void postpone(store::Transaction& tx, const std::string& host, Instant was, Instant to);
// A site's holder was found to violate elsewhere.
void mark_holder(store::Transaction& tx, const std::string& holder, const std::string& but_host);
std::vector<SiteRow> due(store::Transaction& tx, Instant now, int limit);
struct NextKey {
  int lane = -1;
  Instant due_at;
  std::string host;
};
std::vector<SiteRow> next(store::Transaction& tx, const NextKey& after, int limit);
std::vector<SiteRow> page(store::Transaction& tx, const std::string& after, int limit);  // by host
std::int64_t count(store::Transaction& tx);
// Names with a filing in force, in order.
std::vector<std::string> filed_names(store::Transaction& tx, const std::string& after, int limit);
// What the register says of those that it knows.
struct FiledAs {
  std::string holder, services;
  bool in_force = false;
};
std::unordered_map<std::string, FiledAs> filed_as(store::Transaction& tx, const std::vector<std::string>& names);
// Services of a filed site, as words.
std::string services_of(store::Transaction& tx, const std::string& site_id);
std::string host_of_number(store::Transaction& tx, const std::string& number);

bool journal(store::Transaction& tx, const std::string& id, const std::string& host, std::string_view kind,
             Instant at);  // false: it stands there already
std::vector<JournalRow> journal_of(store::Transaction& tx, const std::string& host, int limit);
std::int64_t tests_since(store::Transaction& tx, Instant from);
std::int64_t events_since(store::Transaction& tx, Instant from);

void put_plan(store::Transaction& tx, const PlanRow& row);
std::optional<PlanRow> newest_plan(store::Transaction& tx);

}  // namespace rows
}  // namespace muster::schedule
