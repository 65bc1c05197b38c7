// `muster filing import|show|list`: the register at the command line.
#include "commands.h"
#include "filing_report.h"
#include "instance.h"
#include "interruptible.h"
#include <filings/import.h>
#include <parties/parties.h>

#include <fstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

constexpr const char* kActor = "system:command_line";

struct ImportArguments {
  std::string file, format, report, provider;
  bool dry_run = false, make_providers = false, again = false;
  int batch_rows = 5000, errors_shown = 20;
};

Result<filings::Format> format_of(const ImportArguments& arguments) {
  const auto ends = [&](const char* with) { return arguments.file.ends_with(with); };
  if (arguments.format == "csv" || (arguments.format.empty() && !ends(".jsonl") && !ends(".ndjson")))
    return filings::Format::csv;
  if (arguments.format == "jsonl" || arguments.format.empty()) return filings::Format::jsonl;
  return invalid("import_format", "Say csv or jsonl.", "format");
}

std::function<Result<std::string>(const std::string&)> provider_maker(Instance& instance) {
  return [&](const std::string& name) -> Result<std::string> {
    parties::Party party;
    party.kind = "access_provider";
    party.name = name;
    MUSTER_TRY(const auto made, instance.parties.create_party(kActor, party));
    return made.id;
  };
}

Result<filings::ImportResult> import_file(Instance& instance, const ImportArguments& arguments, ImportReport& report) {
  MUSTER_TRY(const auto format, format_of(arguments));
  std::ifstream file;
  if (arguments.file != "-") {
    file.open(arguments.file, std::ios::binary);
    if (!file) return not_found("file_missing", "There is no file " + arguments.file + ", or it can't be read.");
  }
  filings::ImportOptions options;
  options.source_name = arguments.file == "-" ? "standard input" : arguments.file;
  options.format = format;
  options.dry_run = arguments.dry_run;
  options.resume = !arguments.again && arguments.file != "-";
  options.provider_id = arguments.provider;
  options.batch_rows = arguments.batch_rows;
  options.actor = kActor;
  options.on_error = [&](const filings::LineError& e) { report.add(e); };
  const bool terminal = ::isatty(STDERR_FILENO);
  options.on_progress = [&](const filings::ImportProgress& p) {
    if (terminal) show_progress(p);
    return !Interruptible::asked();
  };
  if (arguments.make_providers) options.make_provider = provider_maker(instance);
  const filings::Importer importer(instance.database, instance.recorder, instance.vault, instance.restrictions);
  const Interruptible interruptible;
  auto result = importer.run(arguments.file == "-" ? static_cast<std::istream&>(std::cin) : file, options);
  if (terminal) fmt::print(stderr, "\r{:60}\r", "");
  return result;
}

void run_import(Globals& globals, const ImportArguments& arguments) {
  Instance* instance = globals.open();
  if (!instance) return;
  ImportReport report(globals.json, arguments.errors_shown);
  if (const auto opened = report.open(arguments.report); !opened.ok()) return globals.fail(opened.error());
  const auto result = import_file(*instance, arguments, report);
  if (!result.ok()) return globals.fail(result.error());
  if (const auto closed = report.close(); !closed.ok()) return globals.fail(closed.error());
  print_import(*result, arguments.dry_run, globals.json, report);
  globals.exit_code = result->refused > 0 ? 1 : 0;
}

void run_show(Globals& globals, const std::string& what) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto filing = instance->filings.find(what);
  if (!filing.ok()) return globals.fail(filing.error());
  const auto subject = instance->filings.subject(filing->subject_id);
  const auto history = instance->filings.history(filing->id);
  if (!subject.ok()) return globals.fail(subject.error());
  if (!history.ok()) return globals.fail(history.error());
  print_filing(*filing, *subject, *history, globals.json);
}

struct ListArguments {
  std::string q, state, provider, after;
  int limit = 50;
  bool due = false;
};

void run_list(Globals& globals, const ListArguments& arguments) {
  Instance* instance = globals.open();
  if (!instance) return;
  filings::FilingFilter filter;
  filter.q = arguments.q;
  filter.provider_id = arguments.provider;
  filter.due = arguments.due;
  if (!arguments.state.empty()) {
    const auto state = filings::state_of(arguments.state);
    if (!state)
      return globals.fail(invalid("state_unknown", "There is no state " + arguments.state + " of a filing.", "state"));
    filter.states = {*state};
  }
  const auto page = instance->filings.list(filter, arguments.after, arguments.limit);
  if (!page.ok()) return globals.fail(page.error());
  print_list(*page, globals.json);
}

}  // namespace

void add_filing(CLI::App& app, Globals& globals) {
  auto* filing = app.add_subcommand("filing", "The register of sites: import, show, list");
  filing->require_subcommand(1);

  auto import = std::make_shared<ImportArguments>();
  auto* in = filing->add_subcommand("import", "Bring a register in from CSV or JSON lines (docs/formats.md)");
  in->add_option("file", import->file, "The file; - is standard input")->required();
  in->add_option("--format", import->format, "csv or jsonl (default: by the file's name)");
  in->add_flag("--dry-run", import->dry_run, "Look at everything and write nothing");
  in->add_option("--report", import->report, "Write every fault to this file as CSV");
  in->add_option("--provider", import->provider, "Access provider (a party's id) of lines that name none");
  in->add_flag("--make-providers", import->make_providers, "Make a party of each access provider that is not known");
  in->add_flag("--from-the-beginning", import->again, "Don't go on where an interrupted import of this file stopped");
  in->add_option("--batch", import->batch_rows, "Records a transaction")->capture_default_str();
  in->add_option("--errors", import->errors_shown, "How many faults to print")->capture_default_str();
  in->callback([&globals, import] { run_import(globals, *import); });

  auto what = std::make_shared<std::string>();
  auto* show = filing->add_subcommand("show", "One filing, by its number or a domain");
  show->add_option("number", *what, "Site number or domain")->required();
  show->callback([&globals, what] { run_show(globals, *what); });

  auto list = std::make_shared<ListArguments>();
  auto* all = filing->add_subcommand("list", "Filings, newest first, or what a search finds");
  all->add_option("query", list->q, "Begin of a number, a domain or a name");
  all->add_option("--state", list->state, "Only in this state");
  all->add_option("--provider", list->provider, "Only of this provider (a party's id)");
  all->add_flag("--due", list->due, "Those with a running term, soonest first");
  all->add_option("--limit", list->limit, "Rows (at most 500)")->capture_default_str();
  all->add_option("--after", list->after, "Go on behind this key (printed at the end of a page)");
  all->callback([&globals, list] { run_list(globals, *list); });
}

}  // namespace muster::cli
