// `muster partner list|show` and `muster links import|list|difference|inspect|findings`: partners and what they
// promote.
#include "commands.h"
#include "farm_option.h"
#include "instance.h"
#include <base/text.h>
#include <filings/mapping.h>
#include <partners/service.h>
#include <testing/testing.h>

#include <fstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <promotion/findings.h>
#include <promotion/inspector.h>
#include <promotion/inventory.h>

namespace muster::cli {
namespace {

std::string day_or_none(const std::optional<Instant>& t) {
  return t ? to_day(*t) : "-";
}

void print_partner(const partners::Partner& p, bool json) {
  if (json)
    fmt::print(R"({{"number":"{}","party":{},"kind":"{}","state":"{}","qualified_until":"{}"}})"
               "\n",
               p.number, json_quote(p.party_name), partners::to_text(p.kind), partners::to_text(p.state),
               day_or_none(p.qualified_until));
  else
    fmt::print("{:<14} {:<10} {:<10} {:<11} {}\n", p.number, partners::to_text(p.kind), partners::to_text(p.state),
               day_or_none(p.qualified_until), p.party_name);
}

void run_partner_list(Globals& globals, const std::string& state) {
  Instance* instance = globals.open();
  if (!instance) return;
  partners::Filter filter;
  filter.state = partners::partner_state(state);
  if (!state.empty() && !filter.state)
    return globals.fail(invalid("state_unknown", "There is no such state of a partner.", "state"));
  for (std::string after;;) {
    const auto page = instance->partners.list(filter, after, 500);
    if (!page.ok()) return globals.fail(page.error());
    for (const auto& p : page->items) print_partner(p, globals.json);
    if (page->next.empty()) return;
    after = page->next;
  }
}

void run_partner_show(Globals& globals, const std::string& number) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto view = instance->partners.view(number, "");
  if (!view.ok()) return globals.fail(view.error());
  print_partner(view->partner, globals.json);
  for (const auto& item : view->items) {
    if (globals.json)
      fmt::print(R"({{"item":"{}","met":{},"why_not":"{}"}})"
                 "\n",
                 item.item.code, item.met, item.why_not);
    else
      fmt::print("  {} {:<22} {}\n", item.met ? "met    " : "not met", item.item.code, item.why_not);
    if (!item.met) globals.exit_code = 1;
  }
}

struct LinksImport {
  std::string partner, file, mapping, sheet, save_as;
  std::vector<std::string> map;  // field=column
  bool dry_run = false, partial = false;
  int errors_shown = 20;
};

Result<filings::Mapping> links_mapping(const filings::Mappings& mappings, const LinksImport& asked) {
  if (!asked.mapping.empty()) return mappings.get(asked.mapping);
  filings::Mapping out;
  for (const auto& pair : asked.map) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos) return invalid("mapping_field", "Write --map field=column.", "map");
    out[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  if (!out.empty()) return out;
  MUSTER_TRY(const std::string known, mappings.remembered(asked.file));
  if (known.empty()) return out;
  fmt::print(stderr, "The columns are mapped as in “{}”, as of the last file of this name.\n", known);
  return mappings.get(known);
}

Result<void> import_links(Globals& globals, Instance& instance, const LinksImport& asked) {
  const filings::Mappings mappings(instance.database, instance.recorder, "links", promotion::link_fields());
  promotion::ImportOptions options;
  MUSTER_TRY(const auto partner, instance.partners.partner(asked.partner));
  MUSTER_TRY(options.mapping, links_mapping(mappings, asked));
  if (!asked.save_as.empty()) {
    MUSTER_CHECK_OK(mappings.save(asked.save_as, options.mapping, kCommandLine));
    MUSTER_CHECK_OK(mappings.remember(asked.file, asked.save_as));
  }
  std::ifstream file(asked.file, std::ios::binary);
  if (!file) return not_found("file_missing", "There is no file " + asked.file + ", or it can't be read.");
  options.partner_id = partner.id;
  options.source_name = asked.file.substr(asked.file.find_last_of('/') + 1);
  options.format = asked.file.ends_with(".xlsx") ? filings::Format::xlsx : filings::Format::csv;
  options.sheet = asked.sheet;
  options.full = !asked.partial;
  options.dry_run = asked.dry_run;
  options.actor = kCommandLine;
  int shown = 0;
  options.on_error = [&](const promotion::LinkError& e) {
    if (shown++ < asked.errors_shown)
      fmt::print(stderr, "line {}: {}: {} ({})\n", e.line, e.error.field, e.error.sentence, e.error.code);
  };
  MUSTER_TRY(const auto r, instance.inventories.take(file, options));
  if (globals.json)
    fmt::print(
        R"({{"inventory":{},"lines":{},"links":{},"added":{},"changed":{},"removed":{},"same":{},"refused":{},"dry_run":{}}})"
        "\n",
        r.no, r.lines, r.links, r.added, r.changed, r.removed, r.same, r.refused, asked.dry_run);
  else
    fmt::print("{}{} lines: {} added, {} changed, {} taken out, {} as they were, {} refused.\n",
               asked.dry_run ? "Dry run: " : fmt::format("Inventory {}: ", r.no), with_separators(r.lines),
               with_separators(r.added), with_separators(r.changed), with_separators(r.removed),
               with_separators(r.same), with_separators(r.refused));
  globals.exit_code = r.refused > 0 ? 1 : 0;
  return {};
}

Result<void> show_difference(Globals& globals, Instance& instance, const std::string& partner, std::int64_t from,
                             std::int64_t to) {
  MUSTER_TRY(const auto p, instance.partners.partner(partner));
  return instance.inventories.difference(p.id, from, to, "", [&](const promotion::Difference& d) {
    const char* change = !d.before ? "added" : !d.after ? "removed" : "changed";
    if (globals.json)
      fmt::print(R"({{"code":"{}","change":"{}"}})"
                 "\n",
                 d.code, change);
    else
      fmt::print("{:<8} {:<24} {} -> {}\n", change, d.code, d.before ? d.before->landing_url : "-",
                 d.after ? d.after->landing_url : "-");
    globals.exit_code = 1;
    return true;
  });
}

Result<void> inspect_links(Globals& globals, Instance& instance, const std::string& partner, const std::string& farm) {
  MUSTER_CHECK_OK(allow_farm(instance, farm));
  MUSTER_TRY(const auto p, instance.partners.partner(partner));
  promotion::Inspected all;
  for (std::string after;;) {
    MUSTER_TRY(const auto page, instance.inventories.links({.partner_id = p.id}, after, 200));
    std::vector<promotion::LinkKey> keys;
    for (const auto& l : page.items) keys.push_back({l.partner_id, l.code});
    MUSTER_TRY(const auto some, instance.inspector.inspect(keys, kCommandLine));
    all.links += some.links;
    all.clean += some.clean;
    all.with_findings += some.with_findings;
    all.found += some.found;
    all.fixed += some.fixed;
    if (page.next.empty()) break;
    after = page.next;
  }
  fmt::print("{} links walked: {} in order, {} with findings; {} new, {} gone.\n", with_separators(all.links),
             with_separators(all.clean), with_separators(all.with_findings), with_separators(all.found),
             with_separators(all.fixed));
  globals.exit_code = all.with_findings > 0 ? 1 : 0;
  return {};
}

Result<void> list_findings(Globals& globals, Instance& instance, const std::string& partner) {
  promotion::FindingFilter filter;
  if (!partner.empty()) {
    MUSTER_TRY(const auto p, instance.partners.partner(partner));
    filter.partner_id = p.id;
  }
  for (std::string after;;) {
    MUSTER_TRY(const auto page, instance.findings.list(filter, after, 500));
    for (const auto& f : page.items) {
      if (globals.json)
        fmt::print(R"({{"id":"{}","partner":"{}","code":"{}","kind":"{}","host":{},"told":"{}","test":"{}"}})"
                   "\n",
                   f.id, f.partner_number, f.code, promotion::to_text(f.kind), json_quote(f.host),
                   promotion::to_text(f.told()), f.last_run_id);
      else
        fmt::print("{:<14} {:<12} {:<22} {:<32} told: {}\n", f.partner_number, f.code, promotion::to_text(f.kind),
                   f.host, promotion::to_text(f.told()));
      globals.exit_code = 1;
    }
    if (page.next.empty()) return {};
    after = page.next;
  }
}

template <class F>
void with_instance(Globals& globals, F run) {
  Instance* instance = globals.open();
  if (!instance) return;
  if (const auto done = run(*instance); !done.ok()) globals.fail(done.error());
}

}  // namespace

void add_partner(CLI::App& app, Globals& globals) {
  auto* partner = app.add_subcommand("partner", "Partners: who promotes, charges or sells on");
  partner->require_subcommand(1);
  auto state = std::make_shared<std::string>();
  auto* list = partner->add_subcommand("list", "All partners, newest first");
  list->add_option("--state", *state,
                   "applied, documents, tested, agreement, active, suspended, retested, ended, barred");
  list->callback([&globals, state] { run_partner_list(globals, *state); });
  auto number = std::make_shared<std::string>();
  auto* show = partner->add_subcommand("show", "One partner with its checklist; 1: something is not met");
  show->add_option("partner", *number, "Number or id")->required();
  show->callback([&globals, number] { run_partner_show(globals, *number); });

  auto* links = app.add_subcommand("links", "What partners promote, and what walking it finds");
  links->require_subcommand(1);
  auto asked = std::make_shared<LinksImport>();
  auto* take = links->add_subcommand("import", "A file (CSV or .xlsx) becomes the partner's next inventory");
  take->add_option("partner", asked->partner, "Number or id")->required();
  take->add_option("file", asked->file, "docs/formats.md has its columns")->required();
  take->add_option("--map", asked->map, "field=column, for each column with another name");
  take->add_option("--mapping", asked->mapping, "A saved mapping's name");
  take->add_option("--save-mapping", asked->save_as, "Keep --map under this name, for files of this name");
  take->add_option("--sheet", asked->sheet, "Of a workbook");
  take->add_option("--errors", asked->errors_shown, "How many faults to show")->capture_default_str();
  take->add_flag("--dry-run", asked->dry_run, "Look at everything and write nothing");
  take->add_flag("--partial", asked->partial, "What is not in the file stays listed");
  take->callback(
      [&globals, asked] { with_instance(globals, [&](Instance& i) { return import_links(globals, i, *asked); }); });
  auto from = std::make_shared<std::int64_t>(0), to = std::make_shared<std::int64_t>(1);
  auto* difference = links->add_subcommand("difference", "What differs between two inventories; 1: something does");
  difference->add_option("partner", *number, "Number or id")->required();
  difference->add_option("from", *from, "Number of the earlier one; 0: none")->required();
  difference->add_option("to", *to, "Number of the later one")->required();
  difference->callback([&globals, number, from, to] {
    with_instance(globals, [&](Instance& i) { return show_difference(globals, i, *number, *from, *to); });
  });
  auto farm = std::make_shared<std::string>();
  auto* inspect = links->add_subcommand("inspect", "Walk every link of a partner now; 1: something was found");
  inspect->add_option("partner", *number, "Number or id")->required();
  inspect->add_option("--farm", *farm, "File of test sites, for demonstrations");
  inspect->callback([&globals, number, farm] {
    with_instance(globals, [&](Instance& i) { return inspect_links(globals, i, *number, *farm); });
  });
  auto* findings = links->add_subcommand("findings", "Open findings, with the tests behind them; 1: there are some");
  findings->add_option("--partner", *number, "Number or id; else of all");
  findings->callback(
      [&globals, number] { with_instance(globals, [&](Instance& i) { return list_findings(globals, i, *number); }); });
}

}  // namespace muster::cli
