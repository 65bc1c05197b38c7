// `muster programme report make|list|file|prove|verify`.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <base/text.h>
#include <programme/report.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr std::size_t kProofFileMax = 4u << 20;

struct MadeReportOptions {
  programme::ReportScope scope;
  std::string id, file, language = "en", key;
};

template <class F>
Result<void> with_reports(Globals& globals, F&& use) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const programme::Inspections inspections(instance->database, instance->recorder, instance->policy,
                                           instance->programme.shipped());
  const programme::Reports reports(instance->database, instance->recorder, instance->log, instance->metrics,
                                   instance->programme, inspections);
  return use(*instance, reports);
}

Result<void> run_make_report(Globals& globals, const MadeReportOptions& o) {
  return with_reports(globals, [&](Instance& instance, const programme::Reports& reports) -> Result<void> {
    for (int some = 1; some > 0;) {
      MUSTER_TRY(some, instance.metrics.ingest());
    }
    MUSTER_TRY(const auto r, reports.make(o.scope, {kCommandLine, "", true, false}));
    if (globals.json)
      fmt::print("{{\"id\":\"{}\",\"number\":\"{}\",\"sha256\":\"{}\"}}\n", r.id, r.number, r.sha256);
    else
      fmt::print("{}: {} to {}, {}\n", r.number, r.from, r.until, r.sha256);
    return {};
  });
}

Result<void> run_list_reports(Globals& globals) {
  return with_reports(globals, [&](Instance&, const programme::Reports& reports) -> Result<void> {
    MUSTER_TRY(const auto page, reports.list("", 500));
    std::string items;
    for (const auto& r : page.items)
      if (globals.json)
        items += fmt::format(R"({}{{"id":"{}","number":"{}","kind":"{}","from":"{}","until":"{}"}})",
                             items.empty() ? "" : ",", r.id, r.number, r.kind, r.from, r.until);
      else
        fmt::print("{} {:<6} {} to {} {}\n", r.number, r.kind, r.from, r.until, r.region);
    if (globals.json) fmt::print("{{\"items\":[{}],\"next\":null}}\n", items);
    return {};
  });
}

Result<void> run_report_file(Globals& globals, const MadeReportOptions& o) {
  return with_reports(globals, [&](Instance&, const programme::Reports& reports) -> Result<void> {
    MUSTER_TRY(const auto r, reports.report(o.id));
    const std::string name = to_lower_ascii(o.file);
    std::string bytes = r.content;
    if (name.ends_with(".pdf")) {
      MUSTER_TRY(bytes, print::to_pdf(programme::report_blocks(r.content, o.language),
                                      {r.number, o.language, print::standard_fonts()}));
    } else if (name.ends_with(".xlsx")) {
      MUSTER_TRY(bytes, print::to_workbook(programme::report_sheets(r.content, o.language), r.number, r.made_at));
    } else if (name.ends_with(".html")) {
      bytes = programme::report_html(r.content, o.language);
    }
    return replace_file(o.file, bytes);
  });
}

Result<void> run_prove_report(Globals& globals, const MadeReportOptions& o) {
  return with_reports(globals, [&](Instance&, const programme::Reports& reports) -> Result<void> {
    MUSTER_TRY(const std::string proof, reports.proof(o.id));
    if (o.file.empty()) {
      fmt::print("{}\n", proof);
      return {};
    }
    return replace_file(o.file, proof);
  });
}

// Needs no instance: the file and the log's key.
Result<void> run_verify_report(Globals& globals, const MadeReportOptions& o) {
  MUSTER_TRY(const std::string file, read_file(o.file, kProofFileMax));
  ledger::ProofOptions options;
  if (!o.key.empty()) {
    MUSTER_TRY(options.log_key, ledger::VerifierKey::parse(o.key));
  }
  MUSTER_TRY(const auto proven, programme::check_report_proof(file, options));
  if (globals.json) {
    std::string figures;
    for (const auto& [name, n] : proven.figures)
      figures += fmt::format(R"({}"{}":{})", figures.empty() ? "" : ",", name, n);
    fmt::print("{{\"number\":\"{}\",\"origin\":{},\"checkpoint_size\":{},\"keys_from_file\":{},\"figures\":{{{}}}}}\n",
               proven.number, json_quote(proven.origin), proven.checkpoint_size, proven.keys_from_file, figures);
    return {};
  }
  fmt::print("{} of {}, under the checkpoint of {} entries{}:\n", proven.number, proven.origin,
             with_separators(proven.checkpoint_size),
             proven.keys_from_file ? " (by the key that the file itself names)" : "");
  for (const auto& [name, n] : proven.figures) fmt::print("  {:<24} {:>12}\n", name, with_separators(n));
  return {};
}

}  // namespace

void add_programme_report(CLI::App& programme, Globals& globals) {
  auto options = std::make_shared<MadeReportOptions>();
  auto* command = programme.add_subcommand("report", "Reports whose figures are in the ledger")->require_subcommand(1);
  const auto on = [&](const char* name, const char* text, auto action) {
    auto* sub = command->add_subcommand(name, text);
    sub->callback([&globals, options, action] {
      if (const auto done = action(globals, *options); !done.ok()) globals.fail(done.error());
    });
    return sub;
  };
  auto* make = on("make", "Make one; it never changes", run_make_report);
  make->add_option("--month", options->scope.month, "Of a month, as 2026-03");
  make->add_option("--programme", options->scope.programme_id, "Of a phase: the programme's id");
  make->add_option("--phase", options->scope.phase, "Its number")->each([options](const std::string&) {
    options->scope.kind = "phase";
  });
  make->add_option("--region", options->scope.region, "Of one region");
  make->add_option("--party", options->scope.party_id, "Of one operator: its id");
  on("list", "All of them", [](Globals& g, const MadeReportOptions&) { return run_list_reports(g); });
  auto* file = on("file", "Write one as .html, .pdf, .xlsx or .json", run_report_file);
  file->add_option("report", options->id, "Its number")->required();
  file->add_option("file", options->file, "Where to")->required();
  file->add_option("--language", options->language, "en or zh")->check(CLI::IsMember({"en", "zh"}));
  auto* prove = on("prove", "The file that proves its figures to anybody", run_prove_report);
  prove->add_option("report", options->id, "Its number")->required();
  prove->add_option("--out", options->file, "File; else standard output");
  auto* verify = on("verify", "Check such a file, without an instance", run_verify_report);
  verify->add_option("file", options->file, "What `prove` wrote")->required();
  verify->add_option("--key", options->key, "Of the log, as `ledger key` prints it");
}

}  // namespace muster::cli
