#include "enrolled_store.h"

#include <base/words.h>
#include <store/keys.h>

namespace muster::campaigns {
namespace {

using store::Sql;
using store::Value;

#define OPEN_LINE "state not in ('disconnected', 're_registered')"
// The list of states beside the one asked for: it is the index's, and a planner knows no parameter's value.
constexpr Sql kDueEnrolments{
    "campaign_line_due",
    "select c.* from campaign_line c where c.campaign_id = :campaign and c.wave = :wave and c.state = :state and "
    "c.state in ('unverified', 'invited', 'warned', 'one_way_barred', 'barred') and c.least_at <= :now and not exists("
    "select 1 from unverified_line u where u.line_id = c.line_id and u.registration_id <> '') "
    "order by c.least_at, c.line_id limit :limit"};
constexpr Sql kUntold{
    "campaign_line_untold",
    "select * from campaign_line where campaign_id = :campaign and wave = :wave and told < :moves and state in "
    "('invited', 'warned', 'one_way_barred', 'barred') order by told, line_id limit :limit"};
constexpr Sql kOpenEnrolment{"campaign_line_open", "select * from campaign_line where line_id = :line and " OPEN_LINE};
constexpr Sql kRegisteredEnrolment{
    "campaign_line_registered",
    "select c.* from campaign_line c where c.line_id = :line and c.state = 're_registered' and not exists(select 1 "
    "from campaign_line o where o.line_id = c.line_id and o." OPEN_LINE ") order by c.state_since desc limit 1"};
constexpr Sql kEnrolledOf{"campaign_line_enrolled_of",
                          "select line_id from campaign_line where " OPEN_LINE " and line_id in " MUSTER_KEYS};
constexpr Sql kStepEnrolments{
    "campaign_line_step",
    "update campaign_line set state = :to, state_since = :now, least_at = :least, put_state = case when :keep = 1 then "
    "put_state else :put end, told = case when told < :told then :told else told end, version = version + 1 "
    "where campaign_id = :campaign and state = :from and line_id in " MUSTER_KEYS};
constexpr Sql kNoteTold{"campaign_line_note_told",
                        "update campaign_line set told = :told, version = version + 1 where campaign_id = :campaign "
                        "and told < :told and line_id in " MUSTER_KEYS};

Enrolled enrolled_of_row(const store::Row& row) {
  Enrolled e;
  e.line_id = row.text("line_id");
  e.campaign_id = row.text("campaign_id");
  e.wave = row.integer("wave");
  e.state = known(line_state(row.text("state")));
  e.state_since = row.instant("state_since");
  e.least_at = row.instant("least_at");
  e.put_state = row.text("put_state");
  e.told = row.integer("told");
  e.region = row.text("region");
  e.dealer = row.text("dealer");
  return e;
}
std::vector<Enrolled> many_enrolled(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Enrolled> out;
  for (const auto& row : tx.query(sql, binds)) out.push_back(enrolled_of_row(row));
  return out;
}
std::optional<Enrolled> one_enrolled(store::Transaction& tx, const Sql& sql, const std::string& line_id) {
  const auto row = tx.one(sql, {{"line", line_id}});
  return row ? std::optional(enrolled_of_row(*row)) : std::nullopt;
}

}  // namespace

void insert_all(store::Transaction& tx, std::span<const Enrolled> lines) {
  static constexpr std::string_view kColumns[] = {"line_id",     "campaign_id", "wave",      "state",
                                                  "state_since", "least_at",    "put_state", "told",
                                                  "region",      "dealer",      "version"};
  const auto rows = tx.bulk("campaign_line", kColumns);
  for (const Enrolled& e : lines)
    rows->row(std::vector<Value>{e.line_id, e.campaign_id, e.wave, std::string(to_text(e.state)), e.state_since.micros,
                                 e.least_at.micros, e.put_state, e.told, e.region, e.dealer, std::int64_t{1}});
  rows->finish();
}

std::set<std::string> enrolled_of(store::Transaction& tx, const std::vector<std::string>& line_ids) {
  std::set<std::string> out;
  store::each_of(tx, kEnrolledOf, line_ids, [&](const store::Row& row) { out.insert(row.text("line_id")); });
  return out;
}
std::optional<Enrolled> open_enrolment(store::Transaction& tx, const std::string& line_id) {
  return one_enrolled(tx, kOpenEnrolment, line_id);
}
std::optional<Enrolled> registered_enrolment(store::Transaction& tx, const std::string& line_id) {
  return one_enrolled(tx, kRegisteredEnrolment, line_id);
}
std::vector<Enrolled> due_enrolments(store::Transaction& tx, const std::string& campaign_id, std::int64_t wave,
                                     LineState state, Instant now, int limit) {
  return many_enrolled(
      tx, kDueEnrolments,
      {{"campaign", campaign_id}, {"wave", wave}, {"state", to_text(state)}, {"now", now}, {"limit", limit}});
}
std::vector<Enrolled> untold_enrolments(store::Transaction& tx, const std::string& campaign_id, const Wave& wave,
                                        int limit) {
  return many_enrolled(tx, kUntold,
                       {{"campaign", campaign_id}, {"wave", wave.ordinal}, {"moves", wave.moves}, {"limit", limit}});
}

void step_enrolments(store::Transaction& tx, const std::string& campaign_id, const std::vector<std::string>& line_ids,
                     const EnrolledStep& step) {
  if (line_ids.empty()) return;
  const auto changed = store::run_of(tx, kStepEnrolments, line_ids,
                                     {{"campaign", campaign_id},
                                      {"from", to_text(step.from)},
                                      {"to", to_text(step.to)},
                                      {"now", step.now},
                                      {"least", step.least_at},
                                      {"keep", !step.put_state},
                                      {"put", step.put_state.value_or("")},
                                      {"told", step.told}});
  if (changed != static_cast<std::int64_t>(line_ids.size()))
    throw std::logic_error("lines of a campaign changed within the transaction that read them");
}
void note_told(store::Transaction& tx, const std::string& campaign_id, const std::vector<std::string>& line_ids,
               std::int64_t told) {
  store::run_of(tx, kNoteTold, line_ids, {{"campaign", campaign_id}, {"told", told}});
}

}  // namespace muster::campaigns
