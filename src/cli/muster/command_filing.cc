// `muster filing import|show|list`: the register from the command line.
#include "commands.h"
#include "instance.h"
#include <base/text.h>
#include <filings/import.h>
#include <filings/service.h>

#include <fstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

struct Import {
  std::string file, format = "csv", report;
  bool dry_run = false, make_providers = false;
};

void run_import(Globals& globals, const Import& options) {
  Instance* instance = globals.open();
  if (!instance) return;
  std::ifstream in(options.file, std::ios::binary);
  if (!in) return globals.fail(not_found("file_missing", "The file " + options.file + " can't be read."));
  std::ofstream report;
  if (!options.report.empty()) report.open(options.report);
  filings::ImportOptions import;
  import.source_name = options.file;
  import.format = options.format == "jsonl" ? filings::Format::jsonl : filings::Format::csv;
  import.dry_run = options.dry_run;
  import.make_providers = options.make_providers;
  import.actor = "system:command_line";
  int shown = 0;
  import.on_error = [&](const filings::LineError& e) {
    const std::string line = fmt::format("line {}: {}: {} ({})", e.line, e.error.field, e.error.sentence, e.error.code);
  if (report.is_open()) report << line << '\n';
  if (++shown <= 20) fmt::print(stderr, "{}\n", line);
};
if (::isatty(STDERR_FILENO))
  import.on_progress = [](const filings::ImportProgress& p) {
    fmt::print(stderr, "\r{} filings ", with_separators(p.accepted));
return true;
};  // namespace
const filings::Importer importer(instance->database, instance->recorder, instance->vault, instance->restrictions);
const auto result = importer.run(in, import);
if (!result.ok()) return globals.fail(result.error());
if (globals.json)
  fmt::print("{{\"lines\":{},\"accepted\":{},\"already_in\":{},\"refused\":{},\"resumed\":{},\"dry_run\":{}}}\n",
             result->lines, result->accepted, result->already_in, result->refused, result->resumed, options.dry_run);
else
  fmt::print("{}{} filings accepted, {} were in already, {} lines refused.\n", options.dry_run ? "Dry run: " : "",
             with_separators(result->accepted), with_separators(result->already_in), with_separators(result->refused));
if (shown > 20)
  fmt::print(stderr, "and {} more refused lines{}\n", shown - 20,
             options.report.empty() ? "; --report keeps all of them" : "");
globals.exit_code = result->refused > 0 ? 1 : 0;
}  // namespace muster::cli

void show(Globals& globals, const std::string& what) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto filing = instance->filings.find(what);
  if (!filing.ok()) return globals.fail(filing.error());
  std::string domains;
  for (const auto& d : filing->domains) domains += (domains.empty() ? "" : ", ") + d.name;
  fmt::print("{}  {}  {} since {}\n  home {}\n  domains {}\n", filing->number, filing->name,
             filings::to_text(filing->state), to_day(filing->state_since), filing->home_url, domains);
}

void list(Globals& globals, const std::string& q, int limit) {
  Instance* instance = globals.open();
  if (!instance) return;
  filings::FilingFilter filter;
  filter.q = q;
  const auto page = instance->filings.list(filter, "", limit);
  if (!page.ok()) return globals.fail(page.error());
  for (const auto& row : page->items)
    fmt::print("{:<24} {:<18} {}\n", row.number, filings::to_text(row.state), row.name);
}

}  // namespace

void add_filing(CLI::App& app, Globals& globals) {
  auto* filing = app.add_subcommand("filing", "The register of filings");
  filing->require_subcommand(1);
  auto options = std::make_shared<Import>();
  auto* import = filing->add_subcommand("import", "Take in a register from a file (docs/formats.md)");
  import->add_option("file", options->file, "CSV or JSON lines")->required();
  import->add_option("--format", options->format, "csv or jsonl")
      ->check(CLI::IsMember({"csv", "jsonl"}))
      ->capture_default_str();
  import->add_flag("--dry-run", options->dry_run, "Only check");
  import->add_flag("--make-providers", options->make_providers, "Enter access providers that are not known yet");
  import->add_option("--report", options->report, "File for every refused line");
  import->callback([&globals, options] { run_import(globals, *options);
});

auto what = std::make_shared<std::string>();
auto* one = filing->add_subcommand("show", "One filing, by its number or a domain");
one->add_option("number", *what, "Site number or domain")->required();
one->callback([&globals, what] { show(globals, *what); });

auto q = std::make_shared<std::string>();
auto limit = std::make_shared<int>(50);
auto* many = filing->add_subcommand("list", "Filings by number");
many->add_option("--q", *q, "Begin of a number, domain or name");
many->add_option("--limit", *limit, "At most so many")->check(CLI::Range(1, 500))->capture_default_str();
many->callback([&globals, q, limit] { list(globals, *q, *limit); });
}

}  // namespace muster::cli
