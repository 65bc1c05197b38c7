// `muster legacy import|list|withdraw|lapse|export`: blocks of another system, which are work here and block nothing.
#include "commands.h"
#include "instance.h"
#include "interruptible.h"
#include <base/csv.h>
#include <base/text.h>
#include <names/name.h>
#include <policy/policy.h>
#include <restrictions/legacy_import.h>

#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

using restrictions::LegacyBlock;
using restrictions::LegacyService;

constexpr std::int64_t kDayMicros = 86'400'000'000;

struct LegacyOptions {
  std::string file, format = "auto", state, q, id, reason, out = "csv";
  bool dry_run = false;
  int errors_shown = 20, limit = 50;
};

LegacyService service(Instance& instance) {
  return LegacyService(instance.database, instance.recorder);
}

void print_import(const restrictions::LegacyImportResult& r, const LegacyOptions& options, bool json,
                  const std::string& faults) {
  if (json) {
    fmt::print(R"({{"dry_run":{},"import_id":{},"format":"{}","lines":{},"accepted":{},"already_in":{},"refused":{},)"
               R"("skipped":{},"redecide_by":"{}","resumed":{},"stopped":{},"errors":[{}]}})"
               "\n",
               options.dry_run, json_quote(r.id), to_text(r.format), r.lines, r.accepted, r.already_in, r.refused,
               r.skipped, to_rfc3339(r.redecide_by), r.resumed, r.stopped, faults);
    return;
  }
  fmt::print("{}{} ({}): {} lines\n\n", r.resumed ? "Taken up again: " : "", options.file, to_text(r.format),
             with_separators(r.lines));
  const auto line = [](std::int64_t n, const char* what) { fmt::print("  {:>13}  {}\n", with_separators(n), what); };
  line(r.accepted, options.dry_run ? "would come in" : "came in");
  line(r.already_in, "wait already, or stand twice in the list");
  line(r.refused, "bad lines");
  line(r.skipped, "lines that block nothing");
  fmt::print("{}", faults);
  if (!options.dry_run)
    fmt::print("\nNothing is blocked by them. What no order decides anew by {} lapses then.\n", to_day(r.redecide_by));
  if (r.stopped) fmt::print("Stopped; the same command goes on where it was.\n");
}

Result<void> run_legacy_import(Globals& globals, const LegacyOptions& options) {
  const auto format = restrictions::legacy_format(options.format);
  if (!format) return invalid("import_format", "Say auto, plain, csv, hosts or rpz.", "format");
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file) return not_found("file_missing", "There is no file " + options.file + ", or it can't be read.");
  }
  Instance* instance = globals.open();
  if (!instance) return {};
  std::string faults;
  int shown = 0;
  restrictions::LegacyImportOptions how;
  how.source_name = options.file == "-" ? "standard input" : options.file.substr(options.file.rfind('/') + 1);
  how.format = *format;
  how.dry_run = options.dry_run;
  how.redecide_by = instance->policy.due("restriction.legacy_redecide", instance->clock.now());
  how.actor = kCommandLine;
  how.on_error = [&](const restrictions::LegacyLineError& e) {
    if (++shown > options.errors_shown) return;
    faults += globals.json ? fmt::format(R"({}{{"line":{},"field":{},"code":{},"sentence":{}}})",
                                         faults.empty() ? "" : ",", e.line, json_quote(e.error.field),
                                         json_quote(e.error.code), json_quote(e.error.sentence))
                           : fmt::format("  line {}: {}\n", with_separators(e.line), e.error.sentence);
  };
  how.on_progress = [](const restrictions::LegacyProgress&) { return !Interruptible::asked(); };
  const Interruptible interruptible;
  MUSTER_TRY(const auto result, restrictions::LegacyImporter(instance->database, instance->recorder)
                                    .run(options.file == "-" ? static_cast<std::istream&>(std::cin) : file, how));
  print_import(result, options, globals.json, faults);
  globals.exit_code = result.stopped ? 4 : result.refused > 0 ? 1 : 0;
  return {};
}

std::string json_of(const LegacyBlock& b) {
  return fmt::format(
      R"({{"id":{},"name":{},"state":"{}","source":{},"line":{},"reason":{},"law":{},"dated_on":{},"imported_at":"{}",)"
      R"("redecide_by":"{}","case_id":{},"order_id":{},"end_reason":{}}})",
      json_quote(b.id), json_quote(b.name), to_text(b.state), json_quote(b.source), b.line, json_quote(b.reason),
      json_quote(b.law), json_quote(b.dated_on), to_rfc3339(b.imported_at), to_rfc3339(b.redecide_by),
      b.case_ref ? json_quote(*b.case_ref) : "null", b.order_ref ? json_quote(*b.order_ref) : "null",
      json_quote(b.end_reason));
}

void print_list(const restrictions::LegacyCounts& counts, const std::vector<LegacyBlock>& blocks, Instant now) {
  for (int i = 0; i < restrictions::kLegacyStateCount; ++i)
    fmt::print("  {:>13}  {}\n", with_separators(counts.by_state[static_cast<std::size_t>(i)]),
               to_text(static_cast<restrictions::LegacyState>(i)));
  fmt::print("\n{} lapse within 7 days, {} within 30\n", with_separators(counts.due_7_days),
             with_separators(counts.due_30_days));
  if (!blocks.empty()) fmt::print("\n  {:<44} {:<12} {:>9}  {}\n", "Name", "State", "Days left", "From");
  for (const LegacyBlock& b : blocks)
    fmt::print("  {:<44} {:<12} {:>9}  {}, line {}\n", names::to_unicode(b.name), to_text(b.state),
               is_open(b.state) ? std::to_string((b.redecide_by - now).count() / kDayMicros) : "", b.source,
               with_separators(b.line));
}

Result<void> run_legacy_list(Globals& globals, const LegacyOptions& options) {
  restrictions::LegacyFilter filter;
  filter.name_prefix = to_lower_ascii(trim(options.q));
  if (!options.state.empty()) {
    filter.state = restrictions::legacy_state(options.state);
    if (!filter.state)
      return invalid("state_unknown", "Say imported, case_opened, redecided, lapsed or withdrawn.", "state");
  }
  Instance* instance = globals.open();
  if (!instance) return {};
  const LegacyService legacy = service(*instance);
  MUSTER_TRY(const auto counts, legacy.counts());
  MUSTER_TRY(const auto page, legacy.list(filter, "", options.limit));
  if (!globals.json) {
    print_list(counts, page.items, instance->clock.now());
    return {};
  }
  std::string items, by_state;
  for (const LegacyBlock& b : page.items) items += (items.empty() ? "" : ",") + json_of(b);
  for (int i = 0; i < restrictions::kLegacyStateCount; ++i)
    by_state +=
        fmt::format("{}\"{}\":{}", by_state.empty() ? "" : ",", to_text(static_cast<restrictions::LegacyState>(i)),
                    counts.by_state[static_cast<std::size_t>(i)]);
  fmt::print(R"({{"by_state":{{{}}},"due_7_days":{},"due_30_days":{},"items":[{}],"next":{}}})"
             "\n",
             by_state, counts.due_7_days, counts.due_30_days, items,
             page.next.empty() ? "null" : json_quote(page.next));
  return {};
}

Result<void> run_withdraw(Globals& globals, const LegacyOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const LegacyBlock block, service(*instance).withdraw(options.id, options.reason, kCommandLine));
  if (globals.json)
    fmt::print("{}\n", json_of(block));
  else
    fmt::print("{} is withdrawn. Take it out of the other system (muster legacy export).\n", block.name);
  return {};
}

Result<void> run_lapse(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const LegacyService legacy = service(*instance);
  const Interruptible interruptible;
  std::int64_t lapsed = 0;
  for (int more = 1; more > 0 && !Interruptible::asked(); lapsed += more) {
    MUSTER_TRY(more, legacy.lapse_due());
  }
  if (globals.json)
    fmt::print("{{\"lapsed\":{}}}\n", lapsed);
  else
    fmt::print("{} blocks of another system have lapsed.\n", with_separators(lapsed));
  return {};
}

Result<void> run_export(Globals& globals, const LegacyOptions& options) {
  if (options.out != "csv" && options.out != "text") return invalid("removals_format", "Say csv or text.", "out");
  Instance* instance = globals.open();
  if (!instance) return {};
  const LegacyService legacy = service(*instance);
  const bool csv = options.out == "csv";
  std::string lines = csv ? "name,state,since,source,line,reason\n" : "";
  for (std::string after;;) {
    MUSTER_TRY(const auto page, legacy.removals(after, 2'000));
    for (const LegacyBlock& b : page.items) {
      lines += b.name;
      if (csv) {
        lines += fmt::format(",{},{},", to_text(b.state), to_day(b.state_at));
        append_csv_field(lines, b.source, true);
        lines += fmt::format(",{},", b.line);
        append_csv_field(lines, b.end_reason, true);
      }
      lines += '\n';
    }
    std::fwrite(lines.data(), 1, lines.size(), stdout);
    lines.clear();
    if (page.next.empty()) return {};
    after = page.next;
  }
}

}  // namespace

void add_legacy(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<LegacyOptions>();
  auto* legacy = app.add_subcommand("legacy", "Blocks of another system: work until their day, then they lapse");
  legacy->require_subcommand(1);
  const auto add = [&](const char* name, const char* text, auto run) {
    auto* command = legacy->add_subcommand(name, text);
    command->callback([&globals, options, run] {
      if (const auto done = run(globals, *options); !done.ok()) globals.fail(done.error());
    });
    return command;
  };
  auto* import = add("import", "Take in a list: names, CSV, a hosts file or a response policy zone", run_legacy_import);
  import->add_option("file", options->file, "The list; - is standard input")->required();
  import->add_option("--format", options->format, "auto, plain, csv, hosts or rpz")->capture_default_str();
  import->add_flag("--dry-run", options->dry_run, "Check every line, write nothing");
  import->add_option("--errors", options->errors_shown, "How many bad lines are shown")->capture_default_str();
  auto* list = add("list", "What waits, the soonest first, and how many of each state", run_legacy_list);
  list->add_option("--state", options->state, "imported, case_opened, redecided, lapsed or withdrawn");
  list->add_option("--name", options->q, "Begin of the name");
  list->add_option("--limit", options->limit, "How many are listed")->check(CLI::Range(1, 500))->capture_default_str();
  auto* withdraw = add("withdraw", "End a block by hand", run_withdraw);
  withdraw->add_option("id", options->id, "Its id")->required();
  withdraw->add_option("--reason", options->reason, "Why, in a sentence")->required();
  add("lapse", "End what is past its day (the server does it each minute)",
      [](Globals& g, const LegacyOptions&) { return run_lapse(g); });
  auto* exported = add("export", "What is to be taken out of the other system", run_export);
  exported->add_option("--out", options->out, "csv or text")->capture_default_str();
}

}  // namespace muster::cli
