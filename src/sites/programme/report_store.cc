#include "report_store.h"

#include <store/key_range.h>

namespace muster::programme {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kNextReport{"programme_report_next",
                          "select coalesce(max(number), '') as number from programme_report where number >= :low and "
                          "number < :high"};
constexpr Sql kInsertReport{
    "programme_report_insert",
    "insert into programme_report(id, number, kind, programme_id, from_month, until_month, phase, region, party_id, "
    "previous_id, content, sha256, event_id, made_by, made_at) values(:id, :number, :kind, :programme, :from, :until, "
    ":phase, :region, :party, :previous, :content, :sha256, :event, :by, :now)"};
constexpr Sql kReportById{"programme_report_by_id", "select * from programme_report where id = :id"};
constexpr Sql kReportByNumber{"programme_report_by_number", "select * from programme_report where number = :id"};
constexpr Sql kLastReport{
    "programme_report_last",
    "select * from programme_report where kind = :kind and region = :region and party_id = :party and until_month < "
    ":until order by until_month desc, id desc limit 1"};
constexpr Sql kReports{
    "programme_report_list",
    "select id, number, kind, from_month, until_month, phase, region, party_id, previous_id, '' as "
    "content, sha256, event_id, made_by, made_at from programme_report where id < :before order by id "
    "desc limit :limit"};

Report report_of(const Row& row) {
  Report r;
  r.id = row.text("id");
  r.number = row.text("number");
  r.kind = row.text("kind");
  r.from = row.text("from_month");
  r.until = row.text("until_month");
  r.phase = row.integer("phase");
  r.region = row.text("region");
  r.party_id = row.text("party_id");
  r.previous_id = row.text("previous_id");
  r.content = row.text("content");
  r.sha256 = row.text("sha256");
  r.event_id = row.text("event_id");
  r.made_by = row.text("made_by");
  r.made_at = row.instant("made_at");
  return r;
}

std::optional<std::string> some(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

std::int64_t next_report_number(Transaction& tx, const std::string& year) {
  const std::string low = "R" + year + "-";
  const auto last = tx.one(kNextReport, {{"low", low}, {"high", low + store::kBeyond}})->text("number");
  return last.empty() ? 1 : std::stoll(last.substr(low.size())) + 1;
}

void insert_report(Transaction& tx, const Report& r, const std::string& programme_id) {
  tx.run(kInsertReport, {{"id", r.id},
                         {"number", r.number},
                         {"kind", r.kind},
                         {"programme", some(programme_id)},
                         {"from", r.from},
                         {"until", r.until},
                         {"phase", r.phase},
                         {"region", r.region},
                         {"party", r.party_id},
                         {"previous", some(r.previous_id)},
                         {"content", r.content},
                         {"sha256", r.sha256},
                         {"event", r.event_id},
                         {"by", r.made_by},
                         {"now", r.made_at}});
}

std::optional<Report> select_report(Transaction& tx, const std::string& id_or_number) {
  const auto row = tx.one(id_or_number.starts_with("R") ? kReportByNumber : kReportById, {{"id", id_or_number}});
  return row ? std::optional(report_of(*row)) : std::nullopt;
}

std::optional<Report> select_last_report(Transaction& tx, const std::string& kind, const std::string& region,
                                         const std::string& party, const std::string& until) {
  const auto row = tx.one(kLastReport, {{"kind", kind}, {"region", region}, {"party", party}, {"until", until}});
  return row ? std::optional(report_of(*row)) : std::nullopt;
}

std::vector<Report> select_reports(Transaction& tx, const std::string& before, int limit) {
  std::vector<Report> out;
  for (const Row& row : tx.query(kReports, {{"before", before.empty() ? store::kBeyond : before}, {"limit", limit}}))
    out.push_back(report_of(row));
  return out;
}

}  // namespace muster::programme
