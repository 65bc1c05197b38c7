// `muster resource import|show|list|chain|uses`: the register of addresses at the command line.
#include "commands.h"
#include "instance.h"
#include "resource_report.h"
#include <base/csv.h>
#include <base/text.h>
#include <filings/service.h>
#include <parties/parties.h>
#include <resources/import.h>
#include <resources/service.h>
#include <resources/sub_assignment.h>

#include <csignal>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct ResourceImport {
  std::string file, format = "csv", holder, source, mapping, save_as;
  std::vector<std::string> map;  // field=column
  bool dry_run = false;
  int batch_rows = 1'000, errors_shown = 20;
};

Result<resources::Mapping> resource_mapping(const resources::Importer& importer, const ResourceImport& arguments) {
  if (!arguments.mapping.empty()) return importer.mapping(arguments.mapping);
  resources::Mapping out;
  for (const auto& pair : arguments.map) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos) return invalid("mapping_field", "Write --map field=column.", "map");
    out[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return out;
}

// A party by id, licence number or the begin of its name; empty stays empty.
Result<std::string> party_of(Instance& instance, const std::string& text) {
  if (text.empty()) return std::string();
  if (const auto party = instance.parties.party(text); party.ok()) return party->id;
  MUSTER_TRY(const auto found, instance.parties.find_parties(text, 2));
  if (found.size() == 1) return found.front().id;
  return not_found("party_unknown", "There is not exactly one party of this id or name: " + text + ".");
}

Result<resources::ImportResult> import_file(Instance& instance, const ResourceImport& arguments,
                                            ResourceReport& report) {
  const resources::Importer importer(instance.database, instance.recorder);
  const auto format = resources::import_format(arguments.format);
  if (!format) return invalid("import_format", "Say csv, netbox_prefixes, netbox_aggregates or rpsl.", "format");
  resources::ImportOptions options;
  MUSTER_TRY(options.mapping, resource_mapping(importer, arguments));
  if (!arguments.save_as.empty())
    MUSTER_CHECK_OK(importer.save_mapping(arguments.save_as, options.mapping, kCommandLine));
  MUSTER_TRY(options.holder_id, party_of(instance, arguments.holder));
  std::ifstream file;
  if (arguments.file != "-") {
    file.open(arguments.file, std::ios::binary);
    if (!file) return not_found("file_missing", "There is no file " + arguments.file + ", or it can't be read.");
  }
  options.source_name = arguments.file == "-" ? "standard input" : arguments.file;
  options.format = *format;
  options.dry_run = arguments.dry_run;
  options.source = arguments.source;
  options.batch_rows = arguments.batch_rows;
  options.actor = kCommandLine;
  options.on_error = [&](const resources::LineError& e) { report.add(e.line, e.range, e.error); };
  return importer.run(arguments.file == "-" ? static_cast<std::istream&>(std::cin) : file, options);
}

void run_resource_import(Globals& globals, const ResourceImport& arguments) {
  Instance* instance = globals.open();
  if (!instance) return;
  ResourceReport report(globals.json, arguments.errors_shown);
  const auto result = import_file(*instance, arguments, report);
  if (!result.ok()) return globals.fail(result.error());
  print_import(*result, arguments.dry_run, globals.json, report);
  globals.exit_code = result->refused > 0 ? 1 : 0;
}

// The innermost block of an address, or the block of exactly this range, or of this id.
Result<resources::Block> block_of(Instance& instance, const std::string& what) {
  const auto range = identifiers::parse_address_range(what);
  if (!range.ok()) return instance.resources.block(what);
  MUSTER_TRY(const auto chain, instance.resources.chain(*range));
  if (chain.empty()) return not_found("block_unknown", "No block on record holds " + range->text() + ".");
  return chain.front().block;
}

void run_resource_show(Globals& globals, const std::string& what) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto block = block_of(*instance, what);
  if (!block.ok()) return globals.fail(block.error());
  const auto path = instance->resources.path(block->id);
  const auto history = instance->resources.history(resources::kBlockRecord, block->id);
  const auto children = instance->resources.blocks({.parent = block->id}, "", 500);
  if (!path.ok()) return globals.fail(path.error());
  if (!history.ok()) return globals.fail(history.error());
  if (!children.ok()) return globals.fail(children.error());
  print_block(*block, *path, children->items, *history, PartyNames(instance->parties), globals.json);
}

void run_chain(Globals& globals, const std::string& address) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto range = identifiers::parse_address_range(address);
  if (!range.ok()) return globals.fail(range.error());
  const auto chain = instance->resources.chain(*range);
  if (!chain.ok()) return globals.fail(chain.error());
  print_chain(range->text(), *chain, PartyNames(instance->parties), globals.json);
  globals.exit_code = chain->empty() ? 1 : 0;
}

struct ResourceList {
  std::string q, state, party, after;
  int limit = 50;
};

void run_resource_list(Globals& globals, const ResourceList& arguments) {
  Instance* instance = globals.open();
  if (!instance) return;
  resources::BlockFilter filter;
  filter.q = arguments.q;
  const auto party = party_of(*instance, arguments.party);
  if (!party.ok()) return globals.fail(party.error());
  filter.holder_id = *party;
  if (!arguments.state.empty()) {
    const auto state = resources::block_state(arguments.state);
    if (!state)
      return globals.fail(invalid("state_unknown", "There is no state " + arguments.state + " of a block.", "state"));
    filter.states = {*state};
  }
  const auto page = instance->resources.blocks(filter, arguments.after, arguments.limit);
  if (!page.ok()) return globals.fail(page.error());
  print_blocks(*page, PartyNames(instance->parties), globals.json);
}

// What the register of sites says of a host.
resources::FiledUseOf filed_use(Instance& instance) {
  return [&](const std::string& host) -> Result<resources::FiledUse> {
    MUSTER_TRY(const auto site, instance.database.read([&](store::Transaction& tx) {
      return Result<std::optional<filings::SiteOfName>>(instance.filings.site_of(tx, host));
    }));
    resources::FiledUse use;
    if (!site || !filings::is_in_force(site->state)) return use;
    MUSTER_TRY(const auto filing, instance.filings.get(site->site_id));
    MUSTER_TRY(const auto subject, instance.filings.subject(site->subject_id));
    use.filed = true;
    use.number = site->number;
    use.subject_name = subject.name;
    for (const auto& access : filing.accesses)
      if (access.state == filings::AccessState::open || access.state == filings::AccessState::held)
        use.accesses.push_back({access.provider_id, access.address_range});
    return use;
  };
}

void run_uses(Globals& globals, const std::string& path, int errors_shown) {
  Instance* instance = globals.open();
  if (!instance) return;
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  if (path != "-" && !file)
    return globals.fail(not_found("file_missing", "There is no file " + path + ", or it can't be read."));
  std::istream& in = path == "-" ? std::cin : file;
  ResourceReport report(globals.json, errors_shown);
  CsvReader reader(bytes_of(in));
  const auto next = [&](std::string& host, std::string& address) -> Result<bool> {
    CsvRecord record;
    MUSTER_TRY(const bool more, reader.next(record));
    if (more && !record.bad && record.fields.size() >= 2) {
      host = trim(record.fields[0]);
      address = trim(record.fields[1]);
    }
    return more;
  };
  const resources::Examiner examiner(instance->database, instance->recorder, filed_use(*instance));
  const auto done =
      examiner.run(next, kCommandLine, [&](std::int64_t line, const Error& e) { report.add(line, "", e); });
  if (!done.ok()) return globals.fail(done.error());
  print_examined(*done, globals.json, report);
  globals.exit_code = done->found > 0 ? 1 : 0;
}

}  // namespace

void add_resource(CLI::App& app, Globals& globals) {
  auto* resource = app.add_subcommand("resource", "The register of addresses: import, show, list, chain, uses");
  resource->require_subcommand(1);

  auto import = std::make_shared<ResourceImport>();
  auto* in = resource->add_subcommand("import", "Bring address blocks in from a file (docs/formats.md)");
  in->add_option("file", import->file, "The file; - is standard input")->required();
  in->add_option("--format", import->format, "csv, netbox_prefixes, netbox_aggregates or rpsl")->capture_default_str();
  in->add_flag("--dry-run", import->dry_run, "Do all of it and take it back");
  in->add_option("--holder", import->holder, "Carrier of roots that name none (a party's id or name)");
  in->add_option("--source", import->source, "Where roots come from that don't say it");
  in->add_option("--map", import->map, "field=column: which column of the file is which of ours (repeatable)");
  in->add_option("--mapping", import->mapping, "A saved mapping of columns");
  in->add_option("--save-mapping", import->save_as, "Keep --map under this name");
  in->add_option("--batch", import->batch_rows, "Blocks a transaction")->capture_default_str();
  in->add_option("--errors", import->errors_shown, "How many faults to print")->capture_default_str();
  in->callback([&globals, import] { run_resource_import(globals, *import); });

  auto what = std::make_shared<std::string>();
  auto* show = resource->add_subcommand("show", "One block, by an address in it, its range or its id");
  show->add_option("block", *what, "Address, range or id")->required();
  show->callback([&globals, what] { run_resource_show(globals, *what); });

  auto address = std::make_shared<std::string>();
  auto* chain = resource->add_subcommand("chain", "Who has an address from whom, up to the carrier");
  chain->add_option("address", *address, "Address or range")->required();
  chain->callback([&globals, address] { run_chain(globals, *address); });

  auto list = std::make_shared<ResourceList>();
  auto* all = resource->add_subcommand("list", "Blocks in order of address, or what a search finds");
  all->add_option("query", list->q, "An address, a range or the begin of a name");
  all->add_option("--state", list->state, "Only in this state");
  all->add_option("--party", list->party, "Only what this party holds or uses (id or name)");
  all->add_option("--limit", list->limit, "Rows (at most 500)")->capture_default_str();
  all->add_option("--after", list->after, "Go on behind this key (printed at the end of a page)");
  all->callback([&globals, list] { run_resource_list(globals, *list); });

  auto seen = std::make_shared<std::string>();
  auto shown = std::make_shared<int>(20);
  auto* uses = resource->add_subcommand("uses", "Compare hosts seen on addresses (CSV: host,address) with the record");
  uses->add_option("file", *seen, "The file; - is standard input")->required();
  uses->add_option("--errors", *shown, "How many faults to print")->capture_default_str();
  uses->callback([&globals, seen, shown] { run_uses(globals, *seen, *shown); });
}

}  // namespace muster::cli
