// `muster report list|show|flaggers`: what the public reports. Words and contacts are read in the console alone.
#include "commands.h"
#include "instance.h"
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <reports/service.h>

namespace muster::cli {
namespace {

using reports::Report;

constexpr int kAddressesTold = 50;

struct ReportOptions {
  reports::ReportFilter filter;
  std::string id, after;
  int limit = 50;
};

std::string public_report_json(const Report& r) {
  static constexpr const char* kTurns[] = {"trusted", "urgent", "ordinary"};
  const auto text = [](const std::string& value) { return value.empty() ? std::string("null") : json_quote(value); };
  return fmt::format(
      R"({{"id":"{}","number":"{}","address":{},"host":{},"ground":"{}","channel":"{}","turn":"{}","merged":{},"lead_id":{},)"
      R"("state":"{}","state_since":"{}","received_at":"{}","due_at":"{}","outcome":{},"case_id":{}}})",
      r.id, r.number, text(r.url), text(r.host), r.ground, r.channel, kTurns[r.priority], r.merged, text(r.lead_id),
      r.state, to_rfc3339(r.state_at), to_rfc3339(r.received_at), to_rfc3339(r.due_at), text(r.outcome),
      text(r.case_id));
}

void print_report(const Report& r) {
  fmt::print("{}  {:<9} {:<22} {:>7}  {}{}\n", r.number, r.state, r.ground, with_separators(r.merged),
             r.host.empty() ? "(sealed)" : r.host, r.outcome.empty() ? "" : ": " + r.outcome);
}

Result<void> run_report_list(Globals& globals, const ReportOptions& options) {
  if (options.limit < 1 || options.limit > 500) return invalid("page_limit", "Say 1 to 500.", "limit");
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto page, instance->reports.list(options.filter, options.after, options.limit));
  if (globals.json) {
    std::string items;
    for (const Report& r : page.items) items += (items.empty() ? "" : ",") + public_report_json(r);
    fmt::print("{{\"items\":[{}],\"next\":{}}}\n", items, page.next.empty() ? "null" : json_quote(page.next));
    return {};
  }
  for (const Report& r : page.items) print_report(r);
  if (!page.next.empty()) fmt::print("More: --after '{}'\n", page.next);
  return {};
}

Result<void> run_report_show(Globals& globals, const ReportOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const Report r, instance->reports.report(options.id));
  MUSTER_TRY(const auto addresses, instance->reports.addresses(r.id, kAddressesTold));
  if (globals.json) {
    std::string items;
    for (const auto& a : addresses)
      items += fmt::format(R"({}{{"address":{},"reports":{},"suspicion_id":{}}})", items.empty() ? "" : ",",
                           json_quote(a.url), a.reports, a.suspicion_id.empty() ? "null" : json_quote(a.suspicion_id));
    fmt::print("{{\"report\":{},\"addresses\":[{}]}}\n", public_report_json(r), items);
    return {};
  }
  print_report(r);
  fmt::print("received {}, {} since {}\n", to_rfc3339(r.received_at), r.state, to_rfc3339(r.state_at));
  if (!r.reasons.empty()) fmt::print("told to the reporter: {}\n", r.reasons);
  for (const auto& a : addresses) fmt::print("  {:>7}  {}\n", with_separators(a.reports), a.url);
  return {};
}

Result<void> run_report_flaggers(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto found, instance->reports.flaggers());
  std::string items;
  for (const auto& f : found) {
    if (globals.json)
      items += fmt::format(R"({}{{"id":"{}","party_id":"{}","ground":"{}","state":"{}"}})", items.empty() ? "" : ",",
                           f.id, f.party_id, f.ground, f.state);
    else
      fmt::print("{}  {:<9} {:<22} party {}\n", f.id, f.state, f.ground, f.party_id);
  }
  if (globals.json) fmt::print("{{\"items\":[{}],\"next\":null}}\n", items);
  return {};
}

}  // namespace

void add_report(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<ReportOptions>();
  auto* report = app.add_subcommand("report", "Reports of the public")->require_subcommand(1);
  const auto run = [&globals](Result<void> done) {
    if (!done.ok()) globals.fail(done.error());
  };
  auto* list = report->add_subcommand("list", "What waits, in the order of the queue; else newest first");
  list->add_option("--state", options->filter.state, "received, screening, merged, in_case, closed, sealed, withdrawn");
  list->add_option("--ground", options->filter.ground, "Of the closed list");
  list->add_option("--name", options->filter.name, "A host or a registrable domain");
  list->add_option("--lead", options->filter.lead_id, "Id of a report: those that were merged with it");
  list->add_option("--after", options->after, "Where the last page ended");
  list->add_option("--limit", options->limit, "How many")->capture_default_str();
  list->callback([&globals, options, run] { run(run_report_list(globals, *options)); });
  auto* show = report->add_subcommand("show", "One report with the pages of its entry");
  show->add_option("id", options->id, "Id or number")->required();
  show->callback([&globals, options, run] { run(run_report_show(globals, *options)); });
  report->add_subcommand("flaggers", "Trusted flaggers")->callback([&globals, run] {
    run(run_report_flaggers(globals));
  });
}

}  // namespace muster::cli
