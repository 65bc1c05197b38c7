// `muster programme …`: who answers for what by when; what is behind; items as a file in and out.
#include "commands.h"
#include "instance.h"
#include <base/csv.h>
#include <base/files.h>
#include <base/text.h>
#include <filings/table.h>
#include <programme/service.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <print/workbook.h>

namespace muster::cli {
namespace {

constexpr std::size_t kTableFileMax = 8u << 20;

struct ProgrammeOptions {
  std::string id, title, starts, head, file, code, watched, area, state, sheet;
  bool empty = false, dry_run = false;
};

const programme::Actor& cli_actor() {
  static const programme::Actor actor{kCommandLine, "", true, false};
  return actor;
}

// The programme that is named, or the newest one.
Result<std::string> programme_id(const Instance& instance, const std::string& id) {
  if (!id.empty()) return id;
  MUSTER_TRY(const std::string newest, instance.programme.newest());
  if (newest.empty())
    return not_found("programme_unknown", "There is no programme yet. Begin one with `muster programme create`.");
  return newest;
}

std::string programme_counts(const programme::Counts& c) {
  return fmt::format(
      R"("items":{},"planned":{},"under_way":{},"submitted":{},"accepted":{},"dropped":{},"overdue":{},"at_risk":{},"no_evidence":{})",
      c.items, c.planned, c.under_way, c.submitted, c.accepted, c.dropped, c.overdue, c.at_risk, c.no_evidence);
}

std::string watched_text(const std::vector<programme::Watch>& watched) {
  std::string out;
  for (const auto& w : watched) out += (out.empty() ? "" : " ") + w.code;
  return out;
}

Result<void> run_programme_create(Globals& globals, const ProgrammeOptions& o) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto made, instance->programme.create({{o.title, ""}, o.starts, o.head, !o.empty}, cli_actor()));
  MUSTER_TRY(const auto whole, instance->programme.programme(made.id, cli_actor()));
  if (globals.json)
    fmt::print("{{\"id\":\"{}\",{}}}\n", made.id, programme_counts(whole.counts));
  else
    fmt::print("{} {}: {} areas, {} items, from {}.\n", made.id, made.title.in("en"), whole.areas.size(),
               whole.counts.items, made.starts_on);
  return {};
}

Result<void> run_programme_list(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto all, instance->programme.list(cli_actor()));
  std::string items;
  for (const auto& w : all)
    if (globals.json)
      items += fmt::format(R"({}{{"id":"{}","title":{},"state":"{}","starts_on":"{}",{}}})", items.empty() ? "" : ",",
                           w.programme.id, json_quote(w.programme.title.in("en")), w.programme.state,
                           w.programme.starts_on, programme_counts(w.counts));
    else
      fmt::print("{} {:<8} {} · {} items, {} accepted, {} overdue\n", w.programme.id, w.programme.state,
                 w.programme.title.in("en"), w.counts.items, w.counts.accepted, w.counts.overdue);
  if (globals.json) fmt::print("{{\"items\":[{}],\"next\":null}}\n", items);
  return {};
}

Result<void> run_programme_show(Globals& globals, const ProgrammeOptions& o) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto id, programme_id(*instance, o.id));
  MUSTER_TRY(const auto w, instance->programme.programme(id, cli_actor()));
  if (globals.json) {
    std::string areas;
    for (const auto& line : w.areas)
      areas += fmt::format(R"({}{{"code":{},"title":{},{}}})", areas.empty() ? "" : ",", json_quote(line.area.code),
                           json_quote(line.area.title.in("en")), programme_counts(line.counts));
    fmt::print("{{\"id\":\"{}\",\"state\":\"{}\",{},\"areas\":[{}]}}\n", id, w.programme.state,
               programme_counts(w.counts), areas);
    return {};
  }
  fmt::print("{} · {} · from {}\n\n{:<4} {:<48} {:>5} {:>8} {:>8} {:>7} {:>8}\n", w.programme.title.in("en"),
             w.programme.state, w.programme.starts_on, "", "Area", "items", "accepted", "overdue", "at risk",
             "no proof");
  for (const auto& line : w.areas)
    fmt::print("{:<4} {:<48} {:>5} {:>8} {:>8} {:>7} {:>8}\n", line.area.code, line.area.title.in("en"),
               line.counts.items, line.counts.accepted, line.counts.overdue, line.counts.at_risk,
               line.counts.no_evidence);
  return {};
}

// 1: some of what was asked for is behind.
Result<void> run_programme_items(Globals& globals, const ProgrammeOptions& o) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto id, programme_id(*instance, o.id));
  std::string items;
  bool behind = false;
  for (std::string after;;) {
    MUSTER_TRY(const auto page,
               instance->programme.items(id, {o.area, o.state, o.watched, ""}, after, 500, cli_actor()));
    for (const auto& [item, watched] : page.items) {
      behind = behind || !watched.empty();
      if (globals.json)
        items += fmt::format(
            R"({}{{"id":"{}","code":{},"title":{},"state":"{}","due_on":"{}","owner_id":{},"watched":{}}})",
            items.empty() ? "" : ",", item.id, json_quote(item.code), json_quote(item.title.in("en")), item.state,
            item.due_on, item.owner_id.empty() ? "null" : json_quote(item.owner_id), json_quote(watched_text(watched)));
      else
        fmt::print("{:<5} {:<10} due {} {:<64} {}\n", item.code, item.state, item.due_on, item.title.in("en"),
                   watched_text(watched));
    }
    if (page.next.empty()) break;
    after = page.next;
  }
  if (globals.json) fmt::print("{{\"items\":[{}],\"next\":null}}\n", items);
  globals.exit_code = behind && !o.watched.empty() ? 1 : 0;
  return {};
}

filings::Format table_format_of(const std::string& file) {
  return to_lower_ascii(file).ends_with(".xlsx") ? filings::Format::xlsx : filings::Format::csv;
}

// 1: some rows were refused.
Result<void> run_programme_take(Globals& globals, const ProgrammeOptions& o) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto id, programme_id(*instance, o.id));
  MUSTER_TRY(const std::string bytes, read_file(o.file, kTableFileMax));
  MUSTER_TRY(const auto table, filings::read_table(bytes, table_format_of(o.file), o.sheet, programme::kItemsMax));
  MUSTER_TRY(const auto taken, instance->programme.take_rows(id, table.header, table.rows, o.dry_run, cli_actor()));
  std::string faults;
  const auto tell = [&](std::int64_t line, const Error& e) {
    if (globals.json)
      faults += fmt::format(R"({}{{"line":{},"field":{},"code":"{}","sentence":{}}})", faults.empty() ? "" : ",", line,
                            json_quote(e.field), e.code, json_quote(e.sentence));
    else
      fmt::print(stderr, "line {}: {}: {} ({})\n", line, e.field, e.sentence, e.code);
  };
  for (const auto& [line, error] : table.faults) tell(line, error);
  for (const auto& fault : taken.faults) tell(fault.line, fault.error);
  if (globals.json)
    fmt::print("{{\"rows\":{},\"entered\":{},\"changed\":{},\"unchanged\":{},\"faults\":[{}]}}\n", taken.rows,
               taken.entered, taken.changed, taken.unchanged, faults);
  else
    fmt::print("{} rows: {} entered, {} changed, {} as they were, {} refused{}.\n", taken.rows, taken.entered,
               taken.changed, taken.unchanged, taken.faults.size() + table.faults.size(),
               o.dry_run ? "; nothing was written" : "");
  globals.exit_code = taken.faults.empty() && table.faults.empty() ? 0 : 1;
  return {};
}

Result<void> run_programme_give(Globals& globals, const ProgrammeOptions& o) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto id, programme_id(*instance, o.id));
  MUSTER_TRY(const auto rows, instance->programme.rows(id, cli_actor()));
  std::string bytes;
  if (table_format_of(o.file) == filings::Format::xlsx) {
    print::Sheet sheet{"Items", rows.front(), {}, {}};
    for (std::size_t i = 1; i < rows.size(); ++i) sheet.rows.emplace_back(rows[i].begin(), rows[i].end());
    MUSTER_TRY(bytes, print::to_workbook({sheet}, "Programme", instance->clock.now()));
  } else {
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) bytes += ',';
        append_csv_field(bytes, row[i], true);
      }
      bytes += "\r\n";
    }
  }
  MUSTER_CHECK_OK(replace_file(o.file, bytes));
  if (!globals.json) fmt::print("Wrote {} items to {}.\n", rows.size() - 1, o.file);
  return {};
}

Result<void> run_programme_escalate(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const int letters, instance->programme.escalate());
  if (globals.json)
    fmt::print("{{\"letters\":{}}}\n", letters);
  else
    fmt::print("{} letters were written.\n", letters);
  return {};
}

}  // namespace

void add_programme(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<ProgrammeOptions>();
  auto* command = app.add_subcommand("programme", "The programme: who answers for what by when")->require_subcommand(1);
  const auto on = [&](const char* name, const char* text, auto action) {
    auto* sub = command->add_subcommand(name, text);
    sub->callback([&globals, options, action] {
      if (const auto done = action(globals, *options); !done.ok()) globals.fail(done.error());
    });
    return sub;
  };
  const auto of_programme = [&](CLI::App* sub) {
    sub->add_option("--programme", options->id, "Its id; else the newest");
    return sub;
  };
  auto* create = on("create", "Begin one from the shipped campaign: 12 areas, 51 items", run_programme_create);
  create->add_option("--starts", options->starts, "First day, as 2026-03-01")->required();
  create->add_option("--title", options->title, "Else the campaign's");
  create->add_option("--head", options->head, "Id of the person who leads it");
  create->add_flag("--empty", options->empty, "Without the campaign's areas and items");
  on("list", "All of them", [](Globals& g, const ProgrammeOptions&) { return run_programme_list(g); });
  of_programme(on("show", "Its areas, and what is behind in them", run_programme_show));
  auto* items =
      of_programme(on("items", "Its items; exit code 1: of those watched for there are some", run_programme_items));
  items->add_option("--watched", options->watched, "overdue, at_risk or no_evidence");
  items->add_option("--area", options->area, "Its code");
  items->add_option("--state", options->state, "planned, under_way, submitted, accepted or dropped");
  auto* take = of_programme(on("import", "Items out of a CSV file or workbook, by code", run_programme_take));
  take->add_option("file", options->file, "CSV or XLSX")->required();
  take->add_option("--sheet", options->sheet, "Of a workbook; else the first");
  take->add_flag("--dry-run", options->dry_run, "Look at every row and write nothing");
  of_programme(on("export", "Items as CSV, or as a workbook by the file's name", run_programme_give))
      ->add_option("file", options->file, "CSV or XLSX")
      ->required();
  add_programme_report(*command, globals);
  on("escalate", "Tell who has to know of what is behind, as the server does by the hour",
     [](Globals& g, const ProgrammeOptions&) { return run_programme_escalate(g); });
}

}  // namespace muster::cli
