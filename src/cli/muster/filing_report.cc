#include "filing_report.h"

#include <base/csv.h>
#include <base/text.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace json = boost::json;
namespace {

json::object fault_json(const filings::LineError& e) {
  return {{"line", e.line},
          {"number", e.number},
          {"field", e.error.field},
          {"code", e.error.code},
          {"sentence", e.error.sentence}};
}

json::array texts(const std::vector<std::string>& list) {
  json::array out;
  for (const auto& text : list) out.emplace_back(text);
  return out;
}

json::value time_or_null(const std::optional<Instant>& t) {
  return t ? json::value(to_rfc3339(*t)) : json::value(nullptr);
}

std::string joined(const std::vector<std::string>& list) {
  return fmt::format("{}", fmt::join(list, ", "));
}

json::object row_json(const filings::FilingRow& row) {
  return {{"id", row.id},
          {"number", row.number},
          {"name", row.name},
          {"domains", texts(row.domains)},
          {"subject", row.subject_name.empty() ? json::value(nullptr) : json::value(row.subject_name)},
          {"provider_id", row.provider_id},
          {"state", filings::to_text(row.state)},
          {"state_since", to_rfc3339(row.state_since)},
          {"due_at", time_or_null(row.due_at)},
          {"pre_approval", row.pre_approval ? json::value(filings::written(*row.pre_approval)) : json::value(nullptr)}};
}

}  // namespace

Result<void> ImportReport::open(const std::string& path) {
  path_ = path;
  if (path.empty()) return {};
  file_.open(path, std::ios::binary | std::ios::trunc);
  if (!file_) return unavailable("file_write", "The report can't be written to " + path + ". Nothing was imported.");
  file_ << "line,number,field,code,sentence\r\n";
  return {};
}

void ImportReport::add(const filings::LineError& e) {
  ++count_;
  if (file_.is_open()) {
    std::string line = std::to_string(e.line);
    for (const std::string* text : {&e.number, &e.error.field, &e.error.code, &e.error.sentence}) {
      line += ',';
      append_csv_field(line, *text, true);
    }
    file_ << line << "\r\n";
  }
  if (shown_ >= shown_max_) return;
  ++shown_;
  if (json_)
    kept_.push_back(e);
  else
    fmt::print(stderr, "line {}: {}{}\n", e.line, e.error.field.empty() ? "" : e.error.field + ": ", e.error.sentence);
}

Result<void> ImportReport::close() {
  if (!file_.is_open()) return {};
  file_.close();
  if (!file_)
    return unavailable("disk_full",
                       "The report in " + path_ + " is not whole: the disk may be full. The import itself is done.");
  return {};
}

void show_progress(const filings::ImportProgress& p) {
  fmt::print(stderr, "\r{} records, {} refused, {} MB ", with_separators(p.lines), with_separators(p.refused),
             p.bytes / 1'000'000);
  std::fflush(stderr);
}

void print_import(const filings::ImportResult& result, bool dry_run, bool as_json, const ImportReport& report) {
  if (as_json) {
    json::array errors;
    for (const auto& e : report.kept()) errors.push_back(fault_json(e));
    fmt::print("{}\n", json::serialize(json::object{{"dry_run", dry_run},
                                                    {"id", result.id},
                                                    {"lines", result.lines},
                                                    {"accepted", result.accepted},
                                                    {"already_in", result.already_in},
                                                    {"refused", result.refused},
                                                    {"faults", report.count()},
                                                    {"resumed", result.resumed},
                                                    {"stopped", result.stopped},
                                                    {"errors", errors}}));
    return;
  }
  if (report.not_shown() > 0)
    fmt::print(stderr, "… and {} more faults. --report FILE writes them all.\n", with_separators(report.not_shown()));
  if (result.resumed) fmt::print("Went on where the interrupted import had stopped.\n");
  fmt::print("{} records: {} {}, {} in already, {} refused.\n", with_separators(result.lines),
             with_separators(result.accepted), dry_run ? "would go in" : "went in", with_separators(result.already_in),
             with_separators(result.refused));
  if (result.stopped) fmt::print("Stopped. What went in stays in; run the same command again to go on.\n");
}

void print_reconciliation(const filings::ReconcileResult& result, bool dry_run, bool as_json,
                          const ImportReport& report) {
  if (as_json) {
    json::array lines;
    for (const auto& e : report.kept()) lines.push_back(fault_json(e));
    fmt::print("{}\n", json::serialize(json::object{{"dry_run", dry_run},
                                                    {"id", result.id},
                                                    {"lines", result.lines},
                                                    {"same", result.same},
                                                    {"differing", result.differing},
                                                    {"unknown", result.unknown},
                                                    {"refused", result.refused},
                                                    {"opened", result.opened},
                                                    {"vanished", result.vanished},
                                                    {"resumed", result.resumed},
                                                    {"stopped", result.stopped},
                                                    {"told", lines}}));
    return;
  }
  if (report.not_shown() > 0)
    fmt::print(stderr, "… and {} more. --report FILE writes them all.\n", with_separators(report.not_shown()));
  if (result.resumed) fmt::print("Went on where the interrupted reconciliation had stopped.\n");
  fmt::print("{} records: {} the same, {} differ, {} not in our register, {} refused.\n", with_separators(result.lines),
             with_separators(result.same), with_separators(result.differing), with_separators(result.unknown),
             with_separators(result.refused));
  fmt::print("{} conflicts {}, {} closed themselves.\n", with_separators(result.opened),
             dry_run ? "would be kept" : "kept", with_separators(result.vanished));
  if (result.stopped) fmt::print("Stopped. Run the same command again to go on.\n");
}

void print_imports(const filings::ImportPage& page, bool as_json) {
  json::array items;
  for (const auto& i : page.items)
    if (as_json)
      items.push_back(json::object{{"id", i.id},
                                   {"source_name", i.source_name},
                                   {"state", i.state},
                                   {"accepted", i.accepted},
                                   {"batches", i.batches},
                                   {"batches_undone", i.batches_undone},
                                   {"cancelled", i.cancelled},
                                   {"left", i.left},
                                   {"started_at", to_rfc3339(i.started_at)}});
    else
      fmt::print("{}  {}  {:>12} filings  {}{}\n", i.id, to_rfc3339(i.started_at), with_separators(i.accepted),
                 i.source_name, i.batches_undone > 0 ? "  (taken back)" : "");
  if (as_json) fmt::print("{}\n", json::serialize(json::object{{"items", items}}));
}

void print_undo(const filings::UndoResult& result, bool dry_run, bool as_json) {
  if (as_json) {
    fmt::print("{}\n", json::serialize(json::object{{"dry_run", dry_run},
                                                    {"cancelled", result.cancelled},
                                                    {"left", result.left},
                                                    {"batches", result.batches},
                                                    {"stopped", result.stopped}}));
    return;
  }
  fmt::print("{} filings {}, {} left as they are.\n", with_separators(result.cancelled),
             dry_run ? "would be cancelled" : "cancelled", with_separators(result.left));
  if (result.stopped) fmt::print("Stopped. Run the same command again to go on.\n");
}

void print_filing(const filings::Filing& f, const filings::Subject& s, const std::vector<events::Event>& history,
                  bool as_json) {
  std::vector<std::string> domains;
  for (const auto& d : f.domains)
    domains.push_back(d.state == filings::DomainState::filed ? d.name
                                                             : d.name + " (" + filings::to_text(d.state) + ")");
  if (as_json) {
    json::array accesses, approvals, events;
    for (const auto& a : f.accesses)
      accesses.push_back(json::object{{"id", a.id},
                                      {"provider_id", a.provider_id},
                                      {"method", filings::to_text(a.method)},
                                      {"address_range", a.address_range},
                                      {"state", filings::to_text(a.state)}});
    for (const auto& a : f.pre_approvals) approvals.emplace_back(filings::written(a));
    for (const auto& e : history)
      events.push_back(json::object{{"id", e.id}, {"at", to_rfc3339(e.at)}, {"kind", e.kind}, {"actor", e.actor}});
    fmt::print("{}\n",
               json::serialize(json::object{
                   {"id", f.id},
                   {"number", f.number},
                   {"name", f.name},
                   {"home_url", f.home_url},
                   {"domains", texts(domains)},
                   {"state", filings::to_text(f.state)},
                   {"state_since", to_rfc3339(f.state_since)},
                   {"due_at", time_or_null(f.due_at)},
                   {"filed_at", time_or_null(f.filed_at)},
                   {"reasons", texts(f.reasons)},
                   {"subject", json::object{{"id", s.id},
                                            {"number", s.number},
                                            {"kind", filings::to_text(s.kind)},
                                            {"name", s.name.empty() ? json::value(nullptr) : json::value(s.name)},
                                            {"region", s.region}}},
                   {"provider_id", f.provider_id},
                   {"pre_approvals", approvals},
                   {"accesses", accesses},
                   {"history", events}}));
    return;
  }
  fmt::print("{} · {} since {}\n", f.name, filings::to_text(f.state), to_day(f.state_since));
  fmt::print("  number    {}\n  domains   {}\n  home      {}\n", f.number, joined(domains), f.home_url);
  fmt::print("  subject   {} ({}, {})\n", s.name.empty() ? "an individual" : s.name, s.number, s.region);
  if (f.due_at) fmt::print("  due       {}\n", to_rfc3339(*f.due_at));
  for (const auto& reason : f.reasons) fmt::print("  reason    {}\n", reason);
  for (const auto& a : f.pre_approvals) fmt::print("  approval  {}\n", filings::written(a));
  for (const auto& a : f.accesses)
    fmt::print("  access    {} {} {} ({})\n", a.provider_id, filings::to_text(a.method), a.address_range,
               filings::to_text(a.state));
  for (const auto& e : history) fmt::print("  {}  {}\n", to_rfc3339(e.at), e.kind);
}

void print_list(const filings::FilingPage& page, bool as_json) {
  if (as_json) {
    json::array items;
    for (const auto& row : page.items) items.push_back(row_json(row));
    fmt::print("{}\n",
               json::serialize(json::object{
                   {"items", items}, {"next", page.next.empty() ? json::value(nullptr) : json::value(page.next)}}));
    return;
  }
  for (const auto& row : page.items)
    fmt::print("{:<24} {:<18} {:<32} {}{}\n", row.number, filings::to_text(row.state),
               row.domains.empty() ? "" : row.domains.front(),
               row.subject_name.empty() ? "an individual" : row.subject_name,
               row.pre_approval ? "  " + filings::written(*row.pre_approval) : "");
  if (!page.next.empty()) fmt::print("More: --after '{}'\n", page.next);
}

}  // namespace muster::cli
