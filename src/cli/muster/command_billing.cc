// `muster billing list|show|import|inspect|stop-list` and `muster charges reconcile|list|show`: services that are
// charged on subscribers' bills, and files of charges against them.
#include "commands.h"
#include "farm_option.h"
#include "instance.h"
#include "interruptible.h"
#include <base/text.h>

#include <fstream>
#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>
#include <billing/service.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct BillingOptions {
  std::string state, code, file, actor, farm, run;
  std::vector<std::string> charges, confirmations;
  std::int64_t since = 0;
  bool dry_run = false;
  int limit = 50, threads = 2;
};

std::string money_text(std::int64_t amount, const std::string& currency) {
  if (amount < 0) return "-";
  const int decimals = billing::decimals_of(currency);
  std::int64_t unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  if (decimals == 0) return fmt::format("{} {}", with_separators(amount), currency);
  return fmt::format("{}.{:0{}} {}", with_separators(amount / unit), amount % unit, decimals, currency);
}

Result<void> run_service_list(Globals& globals, const BillingOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto found, instance->billing.services.list(
                                   {.state = options.state, .code_start = options.code, .limit = options.limit}));
  for (const auto& s : found) {
    if (globals.json)
      fmt::print(R"({{"id":"{}","code":{},"name":{},"state":"{}","partner":{},"amount":{},"currency":"{}"}})"
                 "\n",
                 s.id, json_quote(s.code), json_quote(s.name), s.state, json_quote(s.partner_name), s.amount,
                 s.currency);
    else
      fmt::print("{:<16} {:<10} {:>12}  {}, {}\n", s.code, s.state, money_text(s.amount, s.currency), s.name,
                 s.partner_name);
  }
  return {};
}

Result<void> run_service_show(Globals& globals, const BillingOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto s, instance->billing.services.by_code(options.code));
  MUSTER_TRY(const auto prices, instance->billing.services.prices(s.id));
  fmt::print("{}  {}\n  {}, of {}\n  first:  {}\n  second: {}\n  bill:   {}\n\n", s.code, s.name, s.state,
             s.partner_name, s.first_text, s.second_text, s.behalf_text);
  for (const auto& p : prices)
    fmt::print("  {:>12}  {} to {}  {}\n", money_text(p.amount, p.currency), to_rfc3339(p.from),
               p.until ? to_rfc3339(*p.until) : "now", p.state);
  return {};
}

Result<void> run_service_file(Globals& globals, const BillingOptions& options) {
  std::ifstream in(options.file, std::ios::binary);
  if (!in) return not_found("file_missing", "There is no file " + options.file + ", or it can't be read.");
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto r, instance->billing.services.import_csv(
                               in, {options.actor, options.dry_run, [](const billing::ImportLine& l) {
                                      fmt::print("line {}: {}: {}\n", l.line, l.error.field, l.error.sentence);
                                    }}));
  fmt::print("{} lines: {} {}, {} in already, {} refused.\n", r.lines, r.accepted,
             options.dry_run ? "would be proposed" : "proposed", r.already_in, r.refused);
  if (!r.id.empty() && r.accepted > 0) fmt::print("A second person confirms them together: import {}.\n", r.id);
  if (r.refused > 0) globals.exit_code = 1;
  return {};
}

Result<void> run_inspect(Globals& globals, const BillingOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_CHECK_OK(allow_farm(*instance, options.farm));
  MUSTER_TRY(const auto s, instance->billing.services.by_code(options.code));
  MUSTER_TRY(const auto done, instance->billing.flows.inspect(s.id, kCommandLine));
  if (globals.json) {
    fmt::print("{}\n", done.steps);
  } else {
    fmt::print("{}: {}\n", s.code, done.outcome.empty() ? "walked up to its last confirmation" : done.outcome);
    for (const auto& f : done.findings) fmt::print("  step {}: {} {} {}\n", f.step, f.kind, f.shown, f.reason);
  }
  if (!done.findings.empty()) globals.exit_code = 1;
  return {};
}

Result<void> run_stop_list(Globals& globals, const BillingOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto document, instance->billing.stops.document(options.since));
  fmt::print("{}", document);
  return {};
}

void print_charge_run(const billing::ChargeRun& r, bool json) {
  if (json) {
    std::string found;
    for (std::size_t k = 0; k < billing::kFindingKinds; ++k)
      found +=
          fmt::format(R"({}"{}":{})", k ? "," : "", billing::to_text(static_cast<billing::FindingKind>(k)), r.found[k]);
    fmt::print(R"({{"id":"{}","state":"{}","lines":{},"bad_lines":{},"confirmations":{},"found":{{{}}}}})"
               "\n",
               r.id, r.state, r.lines, r.bad_lines, r.confirmations, found);
    return;
  }
  fmt::print("{}  {}  {} charges, {} bad lines, {} confirmations\n", r.id, r.state, with_separators(r.charges),
             with_separators(r.bad_lines), with_separators(r.confirmations));
  for (std::size_t k = 0; k < billing::kFindingKinds; ++k)
    fmt::print("  {:>13}  {}\n", with_separators(r.found[k]), billing::to_text(static_cast<billing::FindingKind>(k)));
  if (!r.confirmations_checked && r.state == "done")
    fmt::print("  Confirmations were not looked at: no file was given.\n");
}

// Shows how far it is, and turns Ctrl-C into putting the work off.
Result<billing::ChargeRun> watched_charges(Instance& instance, const std::string& run_id, bool quiet) {
  billing::Progress progress;
  std::atomic<bool> over{false};
  const Interruptible interruptible;
  std::thread watcher([&] {
    for (int i = 0; !over; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      if (Interruptible::asked()) progress.suspend = true;
      if (quiet || i % 10 != 9 || progress.bytes_total == 0) continue;
      fmt::print(stderr, "\r{:<14} {:>3} %", progress.phase.load(), progress.bytes_done * 100 / progress.bytes_total);
    }
  });
  auto run = instance.billing.charges.run_noted(run_id, &progress);
  over = true;
  watcher.join();
  if (!quiet) fmt::print(stderr, "\r{:20}\r", "");
  return run;
}

Result<void> run_charge_files(Globals& globals, const BillingOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  std::string id = options.run;
  if (id.empty()) {
    MUSTER_TRY(id, instance->billing.charges.begin_paths(kCommandLine, {options.charges, options.confirmations}));
  }
  auto run = watched_charges(*instance, id, globals.json);
  if (!run.ok()) {
    if (run.error().code == "charges_suspended")
      fmt::print(stderr, "Put off. Go on where it was with: muster charges reconcile --resume {}\n", id);
    return run.error();
  }
  print_charge_run(*run, globals.json);
  MUSTER_TRY(const auto bad, instance->billing.charges.bad_lines(id));
  for (std::size_t i = 0; i < bad.size() && i < 20 && !globals.json; ++i)
    fmt::print("  {} line {}: {}: {}\n", bad[i].file, bad[i].line, bad[i].field, bad[i].sentence);
  std::int64_t found = 0;
  for (const auto n : run->found) found += n;
  if (found > 0) globals.exit_code = 1;
  return {};
}

Result<void> run_runs(Globals& globals, const BillingOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto runs, instance->billing.charges.list("", options.limit));
  for (const auto& r : runs) print_charge_run(r, globals.json);
  return {};
}

Result<void> run_findings(Globals& globals, const BillingOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto run, instance->billing.charges.get(options.run));
  print_charge_run(run, globals.json);
  MUSTER_TRY(const auto found,
             instance->billing.charges.findings({.run_id = run.id, .service_id = "", .limit = options.limit}));
  for (const auto& f : found)
    fmt::print("{} line {}  {:<24} {:<16} {:>12}  {}\n", f.file, f.line, f.kind, f.code,
               money_text(f.amount, f.currency), f.transaction_id);
  return {};
}

}  // namespace

void add_billing(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<BillingOptions>();
  const auto go = [&globals, options](CLI::App* command, Result<void> (*run)(Globals&, const BillingOptions&)) {
    command->callback([&globals, options, run] {
      if (const auto done = run(globals, *options); !done.ok()) globals.fail(done.error());
    });
  };
  auto* billing = app.add_subcommand("billing", "Services that partners charge on subscribers' bills");
  billing->require_subcommand(1);
  auto* list = billing->add_subcommand("list", "Services in order of their codes");
  list->add_option("--state", options->state, "proposed, active, refused or ended");
  list->add_option("--code", options->code, "How the code begins");
  list->add_option("--limit", options->limit)->capture_default_str();
  go(list, run_service_list);
  auto* show = billing->add_subcommand("show", "A service and its prices");
  show->add_option("CODE", options->code)->required();
  go(show, run_service_show);
  auto* in = billing->add_subcommand("import", "Propose services out of a CSV file");
  in->add_option("FILE", options->file)->required();
  in->add_option("--by", options->actor, "Id of the person who proposes them")->required();
  in->add_flag("--dry-run", options->dry_run, "Look at everything, write nothing");
  go(in, run_service_file);
  auto* inspect = billing->add_subcommand("inspect", "Walk a service's charge flow up to its last confirmation");
  inspect->add_option("CODE", options->code)->required();
  inspect->add_option("--farm", options->farm, "Test sites on loopback, of a demonstration");
  go(inspect, run_inspect);
  auto* stop = billing->add_subcommand("stop-list", "The signed list for gateways");
  stop->add_option("--since", options->since, "What changed since this version")->check(CLI::NonNegativeNumber);
  go(stop, run_stop_list);

  auto* charges = app.add_subcommand("charges", "Files of charges against services and confirmations");
  charges->require_subcommand(1);
  auto* reconcile = charges->add_subcommand("reconcile", "Read files of charges (CSV, gzip, Zstandard)");
  auto* files = reconcile->add_option("FILE", options->charges, "Files of charges");
  reconcile->add_option("--confirmations", options->confirmations, "Files of confirmations");
  reconcile->add_option("--resume", options->run, "Go on with a run that was put off or cut off")->excludes(files);
  go(reconcile, run_charge_files);
  auto* runs = charges->add_subcommand("list", "Reconciliations, newest first");
  runs->add_option("--limit", options->limit)->capture_default_str();
  go(runs, run_runs);
  auto* findings = charges->add_subcommand("show", "A reconciliation and its findings");
  findings->add_option("RUN", options->run)->required();
  findings->add_option("--limit", options->limit)->capture_default_str();
  go(findings, run_findings);
}

}  // namespace muster::cli
