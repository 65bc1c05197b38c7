// `muster domain import|fetch|show|list`: holders of domain names at the command line.
#include "commands.h"
#include "domain_report.h"
#include "instance.h"
#include "interruptible.h"
#include <holders/import.h>
#include <holders/rdap.h>

#include <fstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr std::size_t kKeptMax = 10'000;

struct DomainImport {
  std::string file, source, format;
  bool dry_run = false, again = false;
  int batch = 5000, errors_shown = 20;
};

void run_domain_import(Globals& globals, const DomainImport& arguments) {
  Instance* instance = globals.open();
  if (!instance) return;
  std::ifstream file(arguments.file, std::ios::binary);
  if (!file)
    return globals.fail(not_found("file_missing", "There is no file " + arguments.file + ", or it can't be read."));
  holders::ImportOptions options;
  options.source = arguments.source;
  options.file_name = arguments.file;
  const std::string format = !arguments.format.empty()          ? arguments.format
                             : arguments.file.ends_with(".xml") ? "epp"
                                                                : "csv";
  if (format != "csv" && format != "epp") return globals.fail(invalid("import_format", "Say csv or epp.", "format"));
  options.format = format == "epp" ? holders::Format::epp : holders::Format::csv;
  options.dry_run = arguments.dry_run;
  options.resume = !arguments.again;
  options.batch_records = arguments.batch;
  options.actor = kCommandLine;
  std::vector<holders::LineError> kept;
  std::int64_t faults = 0;
  options.on_error = [&](const holders::LineError& e) {
    ++faults;
    if (globals.json) {
      if (kept.size() < kKeptMax) kept.push_back(e);
    } else if (faults <= arguments.errors_shown) {
      print_domain_fault(e);
    }
  };
  options.on_progress = [](const holders::ImportProgress&) { return !Interruptible::asked(); };
  const Interruptible interruptible;
  const holders::Importer importer(instance->database, instance->recorder, instance->vault, instance->policy,
                                   instance->filings);
  const auto result = importer.run(file, options);
  if (!result.ok()) return globals.fail(result.error());
  print_domain_import(*result, arguments.dry_run, globals.json, kept,
                      globals.json ? 0 : std::max<std::int64_t>(0, faults - arguments.errors_shown));
  globals.exit_code = result->refused > 0 ? 1 : 0;
}

void show(Globals& globals, Instance& instance, const std::string& name) {
  const auto domain = instance.holders.get(name);
  if (!domain.ok()) return globals.fail(domain.error());
  const auto holder = instance.holders.holder(domain->holder_id);
  const auto flags = instance.holders.flags_of(domain->name);
  if (!holder.ok()) return globals.fail(holder.error());
  if (!flags.ok()) return globals.fail(flags.error());
  print_domain(*domain, *holder, *flags, globals.json);
}

void run_fetch(Globals& globals, const std::string& name, const std::string& server, std::string source) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto text = holders::fetch_rdap(server, name);
  if (!text.ok()) return globals.fail(text.error());
  const auto record = holders::parse_rdap(*text);
  if (!record.ok()) return globals.fail(record.error());
  if (source.empty()) source = server;
  const auto done = instance->holders.mirror(*record, source, kCommandLine);
  if (!done.ok()) return globals.fail(done.error());
  if (!globals.json)
    fmt::print("{}\n", *done == holders::Mirrored::added     ? "New here."
                       : *done == holders::Mirrored::changed ? "Changed."
                                                             : "The same record was in already.");
  show(globals, *instance, record->name);
}

struct DomainList {
  std::string q, state, holder, after;
  int limit = 50;
  bool due = false;
};

void run_domain_list(Globals& globals, const DomainList& arguments) {
  Instance* instance = globals.open();
  if (!instance) return;
  holders::DomainFilter filter;
  filter.q = arguments.q;
  filter.holder_id = arguments.holder;
  filter.due = arguments.due;
  if (!arguments.state.empty()) {
    filter.state = holders::state_of(arguments.state);
    if (!filter.state)
      return globals.fail(invalid("state_unknown", "There is no state " + arguments.state + " of a domain.", "state"));
  }
  const auto page = instance->holders.list(filter, arguments.after, arguments.limit);
  if (!page.ok()) return globals.fail(page.error());
  print_domains(*page, globals.json);
}

}  // namespace

void add_domain(CLI::App& app, Globals& globals) {
  auto* domain = app.add_subcommand("domain", "Holders of domain names: import, fetch, show, list");
  domain->require_subcommand(1);

  auto import = std::make_shared<DomainImport>();
  auto* in = domain->add_subcommand("import", "Bring a registry's file in: CSV or EPP's XML (docs/formats.md)");
  in->add_option("file", import->file, "The file")->required();
  in->add_option("--source", import->source, "The registry's name; holders are known by it and their handle")
      ->required();
  in->add_option("--format", import->format, "csv or epp (default: by the file's name)");
  in->add_flag("--dry-run", import->dry_run, "Look at everything and write nothing");
  in->add_flag("--from-the-beginning", import->again, "Don't go on where an interrupted import of this file stopped");
  in->add_option("--batch", import->batch, "Records a transaction")->capture_default_str();
  in->add_option("--errors", import->errors_shown, "How many faults to print")->capture_default_str();
  in->callback([&globals, import] { run_domain_import(globals, *import); });

  auto fetched = std::make_shared<std::array<std::string, 3>>();
  auto* fetch = domain->add_subcommand("fetch", "Ask an RDAP server for one name and keep its answer");
  fetch->add_option("name", (*fetched)[0], "The domain")->required();
  fetch->add_option("--server", (*fetched)[1], "The server's address: https://rdap.example/")->required();
  fetch->add_option("--source", (*fetched)[2], "The registry's name (default: the server's address)");
  fetch->callback([&globals, fetched] { run_fetch(globals, (*fetched)[0], (*fetched)[1], (*fetched)[2]); });

  auto what = std::make_shared<std::string>();
  auto* one = domain->add_subcommand("show", "One domain, with its holder and its flags");
  one->add_option("name", *what, "The domain")->required();
  one->callback([&globals, what] {
    if (Instance* instance = globals.open()) show(globals, *instance, *what);
  });

  auto list = std::make_shared<DomainList>();
  auto* all = domain->add_subcommand("list", "Domains by name");
  all->add_option("query", list->q, "Begin of a name");
  all->add_option("--state", list->state, "Only in this state");
  all->add_option("--holder", list->holder, "Only of this holder (an id)");
  all->add_flag("--due", list->due, "Those whose documents are due, soonest first");
  all->add_option("--limit", list->limit, "Rows (at most 500)")->capture_default_str();
  all->add_option("--after", list->after, "Go on behind this key (printed at the end of a page)");
  all->callback([&globals, list] { run_domain_list(globals, *list); });
}

}  // namespace muster::cli
