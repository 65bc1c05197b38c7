#include "charges_store.h"

#include <charconv>

#include <boost/json.hpp>

namespace muster::billing {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kInsertRun{
    "charge_run_insert",
    "insert into charge_run(id, charges, confirmations, started_by, started_at, state) values(:id, :charges, "
    ":confirmations, :by, :at, 'waiting')"};
constexpr Sql kRunJob{"charge_run_job", "update charge_run set job_id = :job where id = :id"};
constexpr Sql kRunState{"charge_run_state", "update charge_run set state = :state where id = :id"};
constexpr Sql kFinishRun{
    "charge_run_finish",
    "update charge_run set state = :state, finished_at = :at, lines = :lines, charged = :charged, bad_lines = :bad, "
    "confirmed = :confirmed, bad_confirmations = :bad_confirmed, checked = :checked, unknown_code = :k0, "
    "price_differs = :k1, charged_while_suspended = :k2, no_confirmation = :k3, partner_differs = :k4, kept = :kept, "
    "findings_sha256 = :sha256, error_code = :code, error_sentence = :sentence where id = :id"};
constexpr Sql kRun{"charge_run_get", "select * from charge_run where id = :id"};
constexpr Sql kRuns{"charge_run_list", "select * from charge_run where id < :before order by id desc limit :limit"};
constexpr Sql kThrowFindings{"charge_finding_throw_away", "delete from charge_finding where run_id = :id"};
constexpr Sql kThrowTotals{"charge_total_throw_away", "delete from charge_total where run_id = :id"};
constexpr Sql kThrowBad{"charge_bad_line_throw_away", "delete from charge_bad_line where run_id = :id"};
constexpr Sql kInsertTotal{
    "charge_total_insert",
    "insert into charge_total(run_id, seq, kind, service_id, partner_id, code, currency, lines, amount) values(:run, "
    ":seq, :kind, :service, :partner, :code, :currency, :lines, :amount)"};
constexpr Sql kInsertBad{"charge_bad_line_insert",
                         "insert into charge_bad_line(run_id, seq, file, line, code) values(:run, :seq, :file, :line, "
                         ":code)"};
constexpr Sql kFindings{"charge_finding_page",
                        "select * from charge_finding where run_id = :run and seq > :seq order by seq limit :limit"};
constexpr Sql kFindingsKind{"charge_finding_page_kind",
                            "select * from charge_finding where run_id = :run and kind = :kind and seq > :seq order by "
                            "seq limit :limit"};
constexpr Sql kFindingsService{
    "charge_finding_page_service",
    "select * from charge_finding where service_id = :service and service_id <> '' and (run_id < :run or (run_id = "
    ":run and seq > :seq)) order by run_id desc, seq limit :limit"};
constexpr Sql kTotals{"charge_total_of",
                      "select * from charge_total where run_id = :run order by lines desc, seq limit 500"};
constexpr Sql kBadLines{"charge_bad_line_of",
                        "select file, line, code from charge_bad_line where run_id = :run order by seq limit 1000"};
constexpr std::string_view kFindingColumns[] = {
    "run_id",  "seq", "kind",   "file",     "line",     "service_id",        "partner_id",
    "code",    "at",  "amount", "currency", "expected", "expected_currency", "transaction_id",
    "usage_id"};
constexpr const char* kBeyondIds = "~";

std::string names_text(const std::vector<std::string>& names) {
  boost::json::array out;
  for (const auto& n : names) out.emplace_back(n);
  return boost::json::serialize(out);
}
std::vector<std::string> names_of(const std::string& text) {
  std::vector<std::string> out;
  boost::system::error_code fault;
  const auto value = boost::json::parse(text, fault);
  if (fault || !value.is_array()) return out;
  for (const auto& v : value.get_array())
    if (v.is_string()) out.emplace_back(v.get_string());
  return out;
}

ChargeRun run_of(const Row& row) {
  ChargeRun r;
  r.id = row.text("id");
  r.files = {names_of(row.text("charges")), names_of(row.text("confirmations"))};
  r.started_by = row.text("started_by");
  r.started_at = row.instant("started_at");
  r.job_id = row.text("job_id");
  r.state = row.text("state");
  r.finished_at = row.maybe_instant("finished_at");
  r.lines = row.integer("lines");
  r.charges = row.integer("charged");
  r.bad_lines = row.integer("bad_lines");
  r.confirmations = row.integer("confirmed");
  r.bad_confirmations = row.integer("bad_confirmations");
  r.confirmations_checked = row.flag("checked");
  for (std::size_t k = 0; k < kFindingKinds; ++k) r.found[k] = row.integer(to_text(static_cast<FindingKind>(k)));
  r.kept = row.integer("kept");
  r.findings_sha256 = row.text("findings_sha256");
  r.error_code = row.text("error_code");
  r.error_sentence = row.text("error_sentence");
  return r;
}

StoredFinding finding_of(const Row& row) {
  StoredFinding f;
  f.run_id = row.text("run_id");
  f.seq = row.integer("seq");
  f.kind = row.text("kind");
  f.file_number = static_cast<std::uint32_t>(row.integer("file"));
  f.line = row.integer("line");
  f.service_id = row.text("service_id");
  f.partner_id = row.text("partner_id");
  f.code = row.text("code");
  f.at = row.instant("at");
  f.amount = row.integer("amount");
  f.currency = row.text("currency");
  f.expected = row.integer("expected");
  f.expected_currency = row.text("expected_currency");
  f.transaction_id = row.text("transaction_id");
  f.usage_id = row.text("usage_id");
  return f;
}

std::int64_t number_of(std::string_view text, std::int64_t otherwise) {
  std::int64_t out = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

void insert_run(Transaction& tx, const ChargeRun& run) {
  tx.run(kInsertRun, {{"id", run.id},
                      {"charges", names_text(run.files.charges)},
                      {"confirmations", names_text(run.files.confirmations)},
                      {"by", run.started_by},
                      {"at", run.started_at}});
}
void set_run_job(Transaction& tx, const std::string& id, const std::string& job_id) {
  tx.run(kRunJob, {{"id", id}, {"job", job_id}});
}
void set_run_state(Transaction& tx, const std::string& id, const std::string& state) {
  tx.run(kRunState, {{"id", id}, {"state", state}});
}

void finish_run(Transaction& tx, const ChargeRun& r) {
  tx.run(kFinishRun, {{"id", r.id},
                      {"state", r.state},
                      {"at", r.finished_at},
                      {"lines", r.lines},
                      {"charged", r.charges},
                      {"bad", r.bad_lines},
                      {"confirmed", r.confirmations},
                      {"bad_confirmed", r.bad_confirmations},
                      {"checked", r.confirmations_checked},
                      {"k0", r.found[0]},
                      {"k1", r.found[1]},
                      {"k2", r.found[2]},
                      {"k3", r.found[3]},
                      {"k4", r.found[4]},
                      {"kept", r.kept},
                      {"sha256", r.findings_sha256},
                      {"code", r.error_code},
                      {"sentence", r.error_sentence}});
}

std::optional<ChargeRun> find_run(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kRun, {{"id", id}});
  return row ? std::optional(run_of(*row)) : std::nullopt;
}

std::vector<ChargeRun> select_runs(Transaction& tx, const std::string& before, int limit) {
  std::vector<ChargeRun> out;
  for (const auto& row : tx.query(kRuns, {{"before", before.empty() ? kBeyondIds : before}, {"limit", limit}}))
    out.push_back(run_of(row));
  return out;
}

void throw_away(Transaction& tx, const std::string& id) {
  tx.run(kThrowTotals, {{"id", id}});
  tx.run(kThrowBad, {{"id", id}});
  tx.run(kThrowFindings, {{"id", id}});
}

FindingWriter::FindingWriter(Transaction& tx, std::string run_id)
    : run_id_(std::move(run_id)), bulk_(tx.bulk("charge_finding", kFindingColumns)) {}

void FindingWriter::row(std::int64_t seq, const ChargeFinding& f, const TariffService* service) {
  const store::Value values[] = {run_id_,
                                 seq,
                                 std::string(to_text(f.kind)),
                                 std::int64_t{f.file},
                                 f.line,
                                 service ? service->id : std::string(),
                                 service ? service->partner_id : std::string(),
                                 f.code,
                                 f.at_ms * 1000,
                                 f.amount,
                                 f.currency,
                                 f.expected,
                                 f.expected_currency,
                                 f.transaction_id,
                                 f.usage_id};
  bulk_->row(values);
}

void insert_total(Transaction& tx, const std::string& run_id, std::int64_t seq, const StoredTotal& t) {
  tx.run(kInsertTotal, {{"run", run_id},
                        {"seq", seq},
                        {"kind", t.kind},
                        {"service", t.service_id},
                        {"partner", t.partner_id},
                        {"code", t.code},
                        {"currency", t.currency},
                        {"lines", t.lines},
                        {"amount", t.amount}});
}

void insert_bad_line(Transaction& tx, const std::string& run_id, std::int64_t seq, const BadLine& bad) {
  tx.run(
      kInsertBad,
      {{"run", run_id}, {"seq", seq}, {"file", std::int64_t{bad.file}}, {"line", bad.line}, {"code", code(bad.fault)}});
}

std::vector<StoredFinding> select_findings(Transaction& tx, const FindingFilter& f) {
  std::vector<StoredFinding> out;
  std::vector<Row> rows;
  if (!f.service_id.empty()) {
    const auto space = f.after.find(' ');
    const bool first = space == std::string::npos;
    rows = tx.query(kFindingsService,
                    {{"service", f.service_id},
                     {"run", first ? kBeyondIds : f.after.substr(0, space)},
                     {"seq", first ? std::int64_t{0} : number_of(std::string_view(f.after).substr(space + 1), 0)},
                     {"limit", f.limit}});
  } else if (f.kind.empty()) {
    rows = tx.query(kFindings, {{"run", f.run_id}, {"seq", number_of(f.after, 0)}, {"limit", f.limit}});
  } else {
    rows = tx.query(kFindingsKind,
                    {{"run", f.run_id}, {"kind", f.kind}, {"seq", number_of(f.after, 0)}, {"limit", f.limit}});
  }
  for (const auto& row : rows) out.push_back(finding_of(row));
  return out;
}

std::vector<StoredTotal> select_totals(Transaction& tx, const std::string& run_id) {
  std::vector<StoredTotal> out;
  for (const auto& row : tx.query(kTotals, {{"run", run_id}}))
    out.push_back({row.text("kind"), row.text("service_id"), row.text("partner_id"), row.text("code"),
                   row.text("currency"), row.integer("lines"), row.integer("amount")});
  return out;
}

std::vector<BadLine> select_bad_lines(Transaction& tx, const std::string& run_id) {
  std::vector<BadLine> out;
  for (const auto& row : tx.query(kBadLines, {{"run", run_id}})) {
    BadLine bad{static_cast<std::uint32_t>(row.integer("file")), row.integer("line"), LineFault::none};
    for (std::size_t i = 0; i < kLineFaults; ++i)
      if (row.text("code") == code(static_cast<LineFault>(i))) bad.fault = static_cast<LineFault>(i);
    out.push_back(bad);
  }
  return out;
}

}  // namespace muster::billing
