#include "report_store.h"

#include <fmt/format.h>

namespace muster::reports {
namespace {

using store::Sql;

constexpr Sql kReportById{"report_by_id", "select * from report where id = :key"};
constexpr Sql kReportByNumber{"report_by_number", "select * from report where number = :key"};
constexpr Sql kUpdateReport{
    "report_update",
    "update report set state = :state, state_at = :state_at, outcome = :outcome, case_id = :case_id, reasons = "
    ":reasons, decided_by = :decided_by, lead_id = :lead_id, version = version + 1 where id = :id and version = "
    ":version"};
constexpr Sql kKeys{"report_keys",
                    "select secret_sha256, reporter_key, contact_key, sealed_id from report where id = :id"};
// Each list has one lower bound of its key (store/key_range.h).
constexpr Sql kQueue{"report_queue",
                     "select * from report where lead_id is null and state in ('received', 'screening') and (priority, "
                     "received_at, id) > (:priority, :at, :id) and (:ground = '' or ground = :ground) order by "
                     "priority, received_at, id limit :limit"};
constexpr Sql kByState{"reports_by_state",
                       "select * from report where state = :state and (received_at, id) < (:at, :id) and (:ground = "
                       "'' or ground = :ground) order by received_at desc, id desc limit :limit"};
constexpr Sql kByName{"reports_by_name",
                      "select * from report where registrable <> '' and registrable = :name and (received_at, id) < "
                      "(:at, :id) and (:ground "
                      "= '' or ground = :ground) and (:state = '' or state = :state) order by received_at desc, id "
                      "desc limit :limit"};
constexpr Sql kByHost{"reports_by_host",
                      "select * from report where registrable <> '' and registrable = :registrable and host = :name "
                      "and (received_at, id) < "
                      "(:at, :id) and (:ground = '' or ground = :ground) and (:state = '' or state = :state) order by "
                      "received_at desc, id desc limit :limit"};
constexpr Sql kByLead{"reports_by_lead",
                      "select * from report where lead_id = :lead and (received_at, id) < (:at, :id) order by "
                      "received_at desc, id desc limit :limit"};

Report report_of(const store::Row& row) {
  Report out;
  out.id = row.text("id");
  out.number = row.text("number");
  out.channel = row.text("channel");
  out.ground = row.text("ground");
  out.url = row.text("url");
  out.host = row.text("host");
  out.registrable = row.text("registrable");
  out.language = row.text("language");
  out.flagger_party = row.text("flagger_party");
  out.fingerprint = row.text("fingerprint");
  out.priority = row.integer("priority");
  out.received_at = row.instant("received_at");
  out.due_at = row.instant("due_at");
  out.state = row.text("state");
  out.state_at = row.instant("state_at");
  out.lead_id = row.text("lead_id");
  out.merged = row.integer("merged");
  out.outcome = row.text("outcome");
  out.case_id = row.text("case_id");
  out.reasons = row.text("reasons");
  out.decided_by = row.text("decided_by");
  out.kept = row.flag("kept");
  out.version = row.integer("version");
  return out;
}

std::optional<std::string> null_if_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

Error bad_cursor() {
  return invalid("page_cursor", "The cursor is not one of ours.", "after");
}

// "…|micros|id" of the row that was seen last.
struct Cursor {
  std::int64_t priority = -1, at = 0;
  std::string id;
};
Result<Cursor> cursor_in(const std::string& after, bool queue) {
  Cursor out{-1, queue ? 0 : INT64_MAX, queue ? "" : "g"};
  if (after.empty()) return out;
  const auto first = after.find('|'), second = after.find('|', first + 1);
  if (first == std::string::npos || second == std::string::npos || first > 1 || second - first > 20 ||
      after.find_first_not_of("0123456789", first + 1) != second)
    return bad_cursor();
  out.priority = after[0] - '0';
  out.at = std::strtoll(after.c_str() + first + 1, nullptr, 10);
  out.id = after.substr(second + 1);
  return out;
}

}  // namespace

std::optional<Report> select_report(store::Transaction& tx, const std::string& key) {
  const auto row = tx.one(key.starts_with("R-") ? kReportByNumber : kReportById, {{"key", key}});
  if (!row) return {};
  return report_of(*row);
}

bool update_report(store::Transaction& tx, const Report& r) {
  return tx.run(kUpdateReport, {{"id", r.id},
                                {"version", r.version},
                                {"state", r.state},
                                {"state_at", r.state_at},
                                {"outcome", r.outcome},
                                {"case_id", null_if_empty(r.case_id)},
                                {"reasons", r.reasons},
                                {"decided_by", r.decided_by},
                                {"lead_id", null_if_empty(r.lead_id)}}) == 1;
}

Keys select_keys(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kKeys, {{"id", id}});
  if (!row) return {};
  return {row->text("secret_sha256"), row->text("reporter_key"), row->text("contact_key"), row->text("sealed_id")};
}

Result<Listed> select_reports(store::Transaction& tx, const ReportFilter& filter, const std::string& after, int limit) {
  const bool queue = filter.state.empty() && filter.name.empty() && filter.lead_id.empty();
  MUSTER_TRY(const Cursor from, cursor_in(after, queue));
  store::Binds binds{{"at", from.at}, {"id", from.id}, {"limit", limit + 1}};
  const Sql* sql = &kQueue;
  if (!filter.lead_id.empty()) {
    sql = &kByLead;
    binds.emplace_back("lead", filter.lead_id);
  } else {
    binds.emplace_back("ground", filter.ground);
    if (queue) binds.emplace_back("priority", from.priority);
    if (!queue) binds.emplace_back("state", filter.state);
    if (!filter.name.empty()) {
      const auto bar = filter.name.find('|');  // "registrable|host", or the registrable domain alone
      sql = bar == std::string::npos ? &kByName : &kByHost;
      binds.emplace_back("name", bar == std::string::npos ? filter.name : filter.name.substr(bar + 1));
      if (bar != std::string::npos) binds.emplace_back("registrable", filter.name.substr(0, bar));
    } else if (!queue) {
      sql = &kByState;
    }
  }
  Listed out;
  for (const auto& row : tx.query(*sql, binds)) out.items.push_back(report_of(row));
  if (out.items.size() > static_cast<std::size_t>(limit)) {
    out.items.pop_back();
    const Report& last = out.items.back();
    out.next = fmt::format("{}|{}|{}", last.priority, last.received_at.micros, last.id);
  }
  return out;
}

}  // namespace muster::reports
