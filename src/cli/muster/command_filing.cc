// `muster filing import|imports|undo|reconcile|show|list`: the register at the command line.
#include "commands.h"
#include "filing_report.h"
#include "instance.h"
#include "interruptible.h"
#include <base/text.h>
#include <filings/import.h>
#include <filings/reconcile.h>
#include <filings/undo.h>
#include <parties/parties.h>

#include <fstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

struct FilingImport {
  std::string file, format, sheet, report, provider, register_name, mapping, save_as;
  std::vector<std::string> map;
  bool dry_run = false, make_providers = false, again = false;
  int batch_rows = 5000, errors_shown = 20;
};

Result<filings::Format> format_of(const FilingImport& arguments) {
  const std::string name = to_lower_ascii(arguments.file);
  const auto ends = [&](const char* with) { return name.ends_with(with); };
  if (const auto said = filings::import_format(arguments.format)) return *said;
  if (!arguments.format.empty()) return invalid("import_format", "Say csv, jsonl or xlsx.", "format");
  if (ends(".xlsx") || ends(".xlsm")) return filings::Format::xlsx;
  return ends(".jsonl") || ends(".ndjson") ? filings::Format::jsonl : filings::Format::csv;
}

// --map, a saved one, or the one that this source had last.
Result<filings::Mapping> filing_mapping(Instance& instance, const FilingImport& arguments) {
  const filings::Mappings mappings(instance.database, instance.recorder);
  std::string name = arguments.mapping;
  filings::Mapping mapping;
  for (const auto& pair : arguments.map) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) return invalid("mapping_field", "Write --map column=theirs.", "map");
    mapping[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  if (!mapping.empty() && !arguments.save_as.empty()) {
    MUSTER_CHECK_OK(mappings.save(arguments.save_as, mapping, kCommandLine));
    name = arguments.save_as;
  }
  if (mapping.empty() && name.empty() && arguments.file != "-") {
    MUSTER_TRY(name, mappings.remembered(arguments.file));
    if (!name.empty()) fmt::print(stderr, "Read with the mapping \"{}\", as this source was last.\n", name);
  }
  if (name.empty()) return mapping;
  if (!arguments.dry_run && arguments.file != "-") MUSTER_CHECK_OK(mappings.remember(arguments.file, name));
  return mapping.empty() ? mappings.get(name) : mapping;
}

std::function<Result<std::string>(const std::string&)> provider_maker(Instance& instance) {
  return [&](const std::string& name) -> Result<std::string> {
    parties::Party party;
    party.kind = "access_provider";
    party.name = name;
    MUSTER_TRY(const auto made, instance.parties.create_party(kCommandLine, party));
    return made.id;
  };
}

Result<filings::ImportResult> import_file(Instance& instance, const FilingImport& arguments, ImportReport& report) {
  MUSTER_TRY(const auto format, format_of(arguments));
  std::ifstream file;
  if (arguments.file != "-") {
    file.open(arguments.file, std::ios::binary);
    if (!file) return not_found("file_missing", "There is no file " + arguments.file + ", or it can't be read.");
  }
  filings::ImportOptions options;
  options.source_name = arguments.file == "-" ? "standard input" : arguments.file;
  options.format = format;
  options.sheet = arguments.sheet;
  if (format != filings::Format::jsonl) {
    MUSTER_TRY(options.mapping, filing_mapping(instance, arguments));
  }
  options.dry_run = arguments.dry_run;
  options.resume = !arguments.again && arguments.file != "-";
  options.provider_id = arguments.provider;
  options.batch_rows = arguments.batch_rows;
  options.actor = kCommandLine;
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

void run_filing_import(Globals& globals, const FilingImport& arguments) {
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

void run_reconcile(Globals& globals, const FilingImport& arguments) {
  Instance* instance = globals.open();
  if (!instance) return;
  ImportReport report(globals.json, arguments.errors_shown);
  if (const auto opened = report.open(arguments.report); !opened.ok()) return globals.fail(opened.error());
  const auto format = format_of(arguments);
  if (!format.ok()) return globals.fail(format.error());
  std::ifstream file(arguments.file, std::ios::binary);
  if (!file)
    return globals.fail(not_found("file_missing", "There is no file " + arguments.file + ", or it can't be read."));
  filings::ReconcileOptions options;
  options.register_name = arguments.register_name;
  options.source_name = arguments.file;
  options.format = *format;
  options.sheet = arguments.sheet;
  options.dry_run = arguments.dry_run;
  options.resume = !arguments.again;
  options.actor = kCommandLine;
  options.on_line = [&](const filings::LineError& e) { report.add(e); };
  options.on_progress = [](const filings::ReconcileProgress&) { return !Interruptible::asked(); };
  const Interruptible interruptible;
  const auto result = filings::Reconciler(instance->database, instance->recorder, instance->vault).run(file, options);
  if (!result.ok()) return globals.fail(result.error());
  if (const auto closed = report.close(); !closed.ok()) return globals.fail(closed.error());
  print_reconciliation(*result, arguments.dry_run, globals.json, report);
  globals.exit_code = result->differing + result->unknown + result->refused > 0 ? 1 : 0;
}

void run_imports(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto page = filings::Undo(instance->database, instance->recorder).imports("", 100);
  if (!page.ok()) return globals.fail(page.error());
  print_imports(*page, globals.json);
}

struct UndoArguments {
  std::string import, reason;
  bool dry_run = false;
};

void run_undo(Globals& globals, const UndoArguments& arguments) {
  Instance* instance = globals.open();
  if (!instance) return;
  filings::UndoOptions options;
  options.reason = arguments.reason;
  options.dry_run = arguments.dry_run;
  options.on_left = [&](const filings::Left& left) {
    if (!globals.json) fmt::print("left: {} ({})\n", left.number, filings::to_text(left.state));
  };
  options.on_progress = [](const filings::UndoProgress&) { return !Interruptible::asked(); };
  const Interruptible interruptible;
  const auto result =
      filings::Undo(instance->database, instance->recorder).run(arguments.import, {kCommandLine, {}, true}, options);
  if (!result.ok()) return globals.fail(result.error());
  print_undo(*result, arguments.dry_run, globals.json);
  globals.exit_code = result->left > 0 ? 1 : 0;
}

void run_filing_show(Globals& globals, const std::string& what) {
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

struct FilingList {
  std::string q, state, provider, after;
  int limit = 50;
  bool due = false, expiring = false;
};

void run_filing_list(Globals& globals, const FilingList& arguments) {
  Instance* instance = globals.open();
  if (!instance) return;
  filings::FilingFilter filter;
  filter.q = arguments.q;
  filter.provider_id = arguments.provider;
  filter.due = arguments.due;
  filter.expiring = arguments.expiring;
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
  auto* filing = app.add_subcommand("filing", "The register of sites: import, undo, reconcile, show, list");
  filing->require_subcommand(1);

  auto import = std::make_shared<FilingImport>();
  auto* in = filing->add_subcommand("import", "Bring a register in from CSV, JSON lines or XLSX (docs/formats.md)");
  in->add_option("file", import->file, "The file; - is standard input")->required();
  in->add_option("--format", import->format, "csv, jsonl or xlsx (default: by the file's name)");
  in->add_option("--sheet", import->sheet, "The workbook's sheet of this name (default: the first that is seen)");
  in->add_option("--mapping", import->mapping, "A saved mapping of columns; remembered for files of this name");
  in->add_option("--map", import->map, "column=theirs, once for each column that is called otherwise");
  in->add_option("--save-mapping", import->save_as, "Keep --map under this name");
  in->add_flag("--dry-run", import->dry_run, "Look at everything and write nothing");
  in->add_option("--report", import->report, "Write every fault to this file as CSV");
  in->add_option("--provider", import->provider, "Access provider (a party's id) of lines that name none");
  in->add_flag("--make-providers", import->make_providers, "Make a party of each access provider that is not known");
  in->add_flag("--from-the-beginning", import->again, "Don't go on where an interrupted import of this file stopped");
  in->add_option("--batch", import->batch_rows, "Records a transaction")->capture_default_str();
  in->add_option("--errors", import->errors_shown, "How many faults to print")->capture_default_str();
  in->callback([&globals, import] { run_filing_import(globals, *import); });

  auto* imports = filing->add_subcommand("imports", "The last 100 imports, newest first");
  imports->callback([&globals] { run_imports(globals); });

  auto back = std::make_shared<UndoArguments>();
  auto* undo =
      filing->add_subcommand("undo", "Take an import back: cancel what nobody has touched since, tell the rest");
  undo->add_option("import", back->import, "The import's id")->required();
  undo->add_option("--reason", back->reason, "The sentence that the cancelled filings carry")->required();
  undo->add_flag("--dry-run", back->dry_run, "Say what would be cancelled, and change nothing");
  undo->callback([&globals, back] { run_undo(globals, *back); });

  auto other = std::make_shared<FilingImport>();
  auto* against =
      filing->add_subcommand("reconcile", "Hold another register's file against ours; what differs is kept");
  against->add_option("file", other->file, "The file, with the columns of an import")->required();
  against->add_option("--register", other->register_name, "Whose register it is")->required();
  against->add_option("--format", other->format, "csv, jsonl or xlsx (default: by the file's name)");
  against->add_option("--sheet", other->sheet, "The workbook's sheet of this name (default: the first that is seen)");
  against->add_flag("--dry-run", other->dry_run, "Compare everything and keep nothing");
  against->add_option("--report", other->report, "Write every line that differs to this file as CSV");
  against->add_flag("--from-the-beginning", other->again, "Don't go on where an interrupted one of this file stopped");
  against->add_option("--errors", other->errors_shown, "How many lines to print")->capture_default_str();
  against->callback([&globals, other] { run_reconcile(globals, *other); });

  auto what = std::make_shared<std::string>();
  auto* show = filing->add_subcommand("show", "One filing, by its number or a domain");
  show->add_option("number", *what, "Site number or domain")->required();
  show->callback([&globals, what] { run_filing_show(globals, *what); });

  auto list = std::make_shared<FilingList>();
  auto* all = filing->add_subcommand("list", "Filings, newest first, or what a search finds");
  all->add_option("query", list->q, "Begin of a number, a domain or a name");
  all->add_option("--state", list->state, "Only in this state");
  all->add_option("--provider", list->provider, "Only of this provider (a party's id)");
  all->add_flag("--due", list->due, "Those with a running term, soonest first");
  all->add_flag("--expiring", list->expiring, "Pre-approvals that are expired or will be, soonest first");
  all->add_option("--limit", list->limit, "Rows (at most 500)")->capture_default_str();
  all->add_option("--after", list->after, "Go on behind this key (printed at the end of a page)");
  all->callback([&globals, list] { run_filing_list(globals, *list); });
}

}  // namespace muster::cli
