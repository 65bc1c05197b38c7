// What becomes of reports after they came in.
#include "report_store.h"
#include <base/random.h>

namespace muster::reports {
namespace {

using store::Sql;

constexpr Sql kUnfounded{
    "report_reporter_unfounded",
    "insert into report_reporter(key, unfounded, unfounded_at, warned_at) values(:key, 1, :now, null) on "
    "conflict(key) do update set unfounded = report_reporter.unfounded + 1, unfounded_at = :now"};
constexpr Sql kSweepReporters{"report_reporters_sweep",
                              "delete from report_reporter where key in (select key from report_reporter where "
                              "unfounded_at < :before order by unfounded_at limit :limit)"};
constexpr Sql kShrink{"report_shrink", "update report set merged = merged - 1 where id = :id and merged > 0"};
constexpr Sql kDropAddress{
    "report_drop_address",
    "update report_address set reports = reports - 1, suspicion_id = case when reports = 1 and "
    "suspicion_id is null then '' else suspicion_id end where lead_id = :lead and url = :url and "
    "reports > 0"};
constexpr Sql kHeir{
    "report_heir", "select id from report where lead_id = :lead and state = 'merged' order by received_at, id limit 1"};
constexpr Sql kHandOverReports{"report_hand_over",
                               "update report set lead_id = :heir where lead_id = :from and id <> :heir and state = "
                               "'merged'"};
constexpr Sql kHandOverAddresses{"report_hand_over_addresses",
                                 "update report_address set lead_id = :heir where lead_id = :from"};
constexpr Sql kHandOverCount{"report_hand_over_count", "update report set merged = :n where id = :heir"};
constexpr Sql kForgetAt{"report_forget_at", "update report set forget_at = :at where id = :id and kept = 1"};
constexpr Sql kForgetMergedAt{
    "report_forget_merged_at",
    "update report set forget_at = :at where lead_id = :id and kept = 1 and forget_at is null"};
constexpr Sql kBlankLead{"report_blank",
                         "update report set url = '', host = '', registrable = '', fingerprint = '', match_key = "
                         ":match, sealed_id = :sealed, forget_at = :now where id = :id"};
constexpr Sql kBlankMerged{"report_blank_merged",
                           "update report set url = '', host = '', registrable = '', fingerprint = '', match_key = "
                           ":match, forget_at = :now where lead_id = :id"};
constexpr Sql kDropAddresses{"report_drop_addresses", "delete from report_address where lead_id = :id"};
constexpr Sql kAddresses{
    "report_addresses",
    "select * from report_address where lead_id = :lead and reports > 0 order by reports desc, url limit :limit"};
constexpr Sql kUnraised{"report_unraised",
                        "select a.lead_id, a.url, a.host, r.ground from report_address a join report r on r.id = "
                        "a.lead_id where a.suspicion_id is null and r.state in ('received', 'screening', 'in_case') "
                        "order by a.first_at, a.lead_id, a.url limit :limit"};
constexpr Sql kSuspicions{"report_suspicions",
                          "select distinct suspicion_id from report_address where lead_id = :lead and suspicion_id "
                          "<> '' order by suspicion_id limit :limit"};
constexpr Sql kOfHost{"report_suspicion_of_host",
                      "select suspicion_id from report_address where lead_id = :lead and host = :host and suspicion_id "
                      "<> '' limit 1"};
constexpr Sql kSetSuspicion{"report_set_suspicion",
                            "update report_address set suspicion_id = :suspicion where lead_id = :lead and url = :url"};
constexpr Sql kSettle{"report_settle_addresses",
                      "update report_address set suspicion_id = '' where lead_id = :lead and suspicion_id is null"};
constexpr Sql kRaised{
    "report_raised",
    "select id from report where state = 'received' and not exists(select 1 from report_address a where a.lead_id = "
    "report.id and a.suspicion_id is null) order by received_at, id limit :limit"};
constexpr Sql kLeadsOfSuspicion{
    "report_leads_of_suspicion",
    "select distinct lead_id from report_address where suspicion_id = :suspicion limit 100"};
constexpr Sql kLeadsOfCase{"report_leads_of_case", "select id from report where case_id = :case limit 100"};
constexpr Sql kSealedReports{"reports_sealed",
                             "select id from report where state = 'sealed' and id > :after order by id limit :limit"};
constexpr Sql kToForget{"reports_to_forget",
                        "select id from report where kept = 1 and forget_at <= :now order by forget_at limit :limit"};
constexpr Sql kForgottenNow{"report_forgotten",
                            "update report set kept = 0, contact_key = '', reporter_key = '' where id = :id"};

std::vector<std::string> ids_of(const std::vector<store::Row>& rows, const char* column) {
  std::vector<std::string> out;
  for (const auto& row : rows) out.push_back(row.text(column));
  return out;
}

}  // namespace

void count_unfounded(store::Transaction& tx, const std::string& key, Instant now) {
  if (!key.empty()) tx.run(kUnfounded, {{"key", key}, {"now", now}});
}

int sweep_reporters(store::Transaction& tx, Instant before, int limit) {
  return static_cast<int>(tx.run(kSweepReporters, {{"before", before}, {"limit", limit}}));
}

void drop_merged(store::Transaction& tx, const std::string& lead_id, const std::string& url) {
  tx.run(kShrink, {{"id", lead_id}});
  drop_address(tx, lead_id, url);
}

void drop_address(store::Transaction& tx, const std::string& lead_id, const std::string& url) {
  tx.run(kDropAddress, {{"lead", lead_id}, {"url", url}});
}

std::optional<Report> select_heir(store::Transaction& tx, const std::string& lead_id) {
  const auto row = tx.one(kHeir, {{"lead", lead_id}});
  if (!row) return {};
  return select_report(tx, row->text("id"));
}

void hand_over_addresses(store::Transaction& tx, const std::string& from_id, const std::string& to_id) {
  tx.run(kHandOverAddresses, {{"from", from_id}, {"heir", to_id}});
}

void hand_over_reports(store::Transaction& tx, const std::string& from_id, const std::string& to_id,
                       std::int64_t merged) {
  tx.run(kHandOverReports, {{"from", from_id}, {"heir", to_id}});
  tx.run(kHandOverCount, {{"heir", to_id}, {"n", merged}});
}

void set_forget(store::Transaction& tx, const std::string& id, Instant at) {
  tx.run(kForgetAt, {{"id", id}, {"at", at}});
  tx.run(kForgetMergedAt, {{"id", id}, {"at", at}});
}

void blank_entry(store::Transaction& tx, const std::string& lead_id, const std::string& match,
                 const std::string& sealed_id, Instant now) {
  tx.run(kBlankLead, {{"id", lead_id}, {"match", match}, {"sealed", sealed_id}, {"now", now}});
  tx.run(kBlankMerged, {{"id", lead_id}, {"match", match}, {"now", now}});
  tx.run(kDropAddresses, {{"id", lead_id}});
}

std::vector<ReportedAddress> select_addresses(store::Transaction& tx, const std::string& lead_id, int limit) {
  std::vector<ReportedAddress> out;
  for (const auto& row : tx.query(kAddresses, {{"lead", lead_id}, {"limit", limit}}))
    out.push_back({row.text("url"), row.text("host"), row.integer("reports"), row.text("suspicion_id")});
  return out;
}

void settle_addresses(store::Transaction& tx, const std::string& lead_id) {
  tx.run(kSettle, {{"lead", lead_id}});
}

std::vector<Unraised> select_unraised(store::Transaction& tx, int limit) {
  std::vector<Unraised> out;
  for (const auto& row : tx.query(kUnraised, {{"limit", limit}}))
    out.push_back({row.text("lead_id"), row.text("url"), row.text("host"), row.text("ground")});
  return out;
}

std::vector<std::string> select_suspicions(store::Transaction& tx, const std::string& lead_id, int limit) {
  return ids_of(tx.query(kSuspicions, {{"lead", lead_id}, {"limit", limit}}), "suspicion_id");
}

std::string suspicion_of_host(store::Transaction& tx, const std::string& lead_id, const std::string& host) {
  const auto row = tx.one(kOfHost, {{"lead", lead_id}, {"host", host}});
  return row ? row->text("suspicion_id") : "";
}

void set_suspicion(store::Transaction& tx, const std::string& lead_id, const std::string& url,
                   const std::string& suspicion_id) {
  tx.run(kSetSuspicion, {{"lead", lead_id}, {"url", url}, {"suspicion", suspicion_id}});
}

std::vector<Report> select_raised(store::Transaction& tx, int limit) {
  std::vector<Report> out;
  for (const auto& id : ids_of(tx.query(kRaised, {{"limit", limit}}), "id")) out.push_back(*select_report(tx, id));
  return out;
}

std::vector<std::string> leads_of_suspicion(store::Transaction& tx, const std::string& suspicion_id) {
  return ids_of(tx.query(kLeadsOfSuspicion, {{"suspicion", suspicion_id}}), "lead_id");
}

std::vector<std::string> leads_of_case(store::Transaction& tx, const std::string& case_id) {
  return ids_of(tx.query(kLeadsOfCase, {{"case", case_id}}), "id");
}

std::vector<Report> select_sealed(store::Transaction& tx, const std::string& after, int limit) {
  std::vector<Report> out;
  for (const auto& id : ids_of(tx.query(kSealedReports, {{"after", after}, {"limit", limit}}), "id"))
    out.push_back(*select_report(tx, id));
  return out;
}

std::vector<std::string> select_to_forget(store::Transaction& tx, Instant now, int limit) {
  return ids_of(tx.query(kToForget, {{"now", now}, {"limit", limit}}), "id");
}

void mark_forgotten(store::Transaction& tx, const std::string& id) {
  tx.run(kForgottenNow, {{"id", id}});
}

}  // namespace muster::reports
