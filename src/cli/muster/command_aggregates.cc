// `muster aggregates …`: signed figures from an operator's instance to a regulator's.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <base/text.h>
#include <ledger/log.h>
#include <ledger/statement.h>
#include <programme/aggregates.h>

#include <CLI/CLI.hpp>
#include <aggregates/carry.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct AggregatesOptions {
  std::string from, until, file, url, name, key, since, metric = "orders_issued", by, id;
  std::int64_t due_days = 10;
  bool published = false;
};

programme::Aggregates aggregates_of(Instance& instance) {
  return {instance.database, instance.recorder, instance.metrics};
}
const programme::Actor& aggregates_actor() {
  static const programme::Actor actor{kCommandLine, "", true, false};
  return actor;
}

Result<std::string> made_aggregates(Instance& instance, const AggregatesOptions& o) {
  MUSTER_TRY(const auto key, ledger::SigningKey::open(instance.data + "/ledger.key"));
  for (int some = 1; some > 0;) {
    MUSTER_TRY(some, instance.metrics.ingest());
  }
  const std::string until = o.until.empty() ? instance.metrics.current_month() : o.until;
  return aggregates_of(instance).make(o.from.empty() ? until : o.from, until, o.published, key.name(),
                                      [&](std::string_view kind, std::string_view text, Instant at) {
                                        return ledger::sign_statement(kind, text, at, key);
                                      });
}

Result<void> run_aggregates_export(Globals& globals, const AggregatesOptions& o) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const std::string file, made_aggregates(*instance, o));
  if (o.file.empty() || o.file == "-") {
    fmt::print("{}", file);
    return {};
  }
  MUSTER_CHECK_OK(replace_file(o.file, file));
  if (!globals.json) fmt::print("Wrote {}.\n", o.file);
  return {};
}

void tell_taken(const Globals& globals, const programme::Taken& taken) {
  if (globals.json)
    fmt::print("{{\"source\":{},\"sequence\":{},\"figures\":{},\"was_there\":{}}}\n", json_quote(taken.source_name),
               taken.sequence, taken.figures, taken.was_there);
  else
    fmt::print("{}: {} figures{}.\n", taken.source_name, taken.figures, taken.was_there ? ", here already" : "");
}

Result<void> run_aggregates_import(Globals& globals, const AggregatesOptions& o) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const std::string file, read_file(o.file, aggregates::kFileMaxBytes));
  MUSTER_TRY(const auto taken, aggregates_of(*instance).take(file));
  tell_taken(globals, taken);
  return {};
}

Result<void> run_aggregates_push(Globals& globals, const AggregatesOptions& o) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const std::string file, made_aggregates(*instance, o));
  MUSTER_TRY(const std::string said, aggregates::send(o.url, file));
  fmt::print("{}\n", said);
  return {};
}

Result<void> run_aggregates_pull(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const int fresh, aggregates_of(*instance).fetch_all());
  if (globals.json)
    fmt::print("{{\"fresh\":{}}}\n", fresh);
  else
    fmt::print("{} operators brought something new.\n", fresh);
  return {};
}

Result<void> run_aggregates_expect(Globals& globals, const AggregatesOptions& o) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto added,
             aggregates_of(*instance).add({o.name, o.key, o.url, o.due_days, o.since}, aggregates_actor()));
  if (globals.json)
    fmt::print("{{\"id\":\"{}\"}}\n", added.id);
  else
    fmt::print("{} {}: expected from {} on, {} days after a month's end.\n", added.id, added.name, added.since_month,
               added.due_days);
  return {};
}

// 1: somebody is late.
Result<void> run_aggregates_sources(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto all, aggregates_of(*instance).sources());
  std::string items;
  for (const auto& s : all) {
    if (!s.late_month.empty()) globals.exit_code = 1;
    if (globals.json)
      items += fmt::format(R"({}{{"id":"{}","name":{},"until_month":"{}","late_month":"{}","ended":{}}})",
                           items.empty() ? "" : ",", s.id, json_quote(s.name), s.until_month, s.late_month,
                           s.ended_at.has_value());
    else
      fmt::print("{} {:<32} until {:<8} {}\n", s.id, s.name, s.until_month.empty() ? "–" : s.until_month,
                 s.late_month.empty() ? "" : "LATE since " + s.late_month);
  }
  if (globals.json) fmt::print("{{\"items\":[{}],\"next\":null}}\n", items);
  return {};
}

Result<void> run_aggregates_figures(Globals& globals, const AggregatesOptions& o) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const std::string until = o.until.empty() ? instance->metrics.current_month() : o.until;
  MUSTER_TRY(const auto all,
             aggregates_of(*instance).figures(o.metric, o.by, o.from.empty() ? "2000-01" : o.from, until));
  std::string items;
  for (const auto& f : all)
    if (globals.json)
      items += fmt::format(R"({}{{"source":{},"month":"{}","value":{},"n":{},"first_n":{}}})", items.empty() ? "" : ",",
                           json_quote(f.source_name), f.month, json_quote(f.value),
                           f.hidden ? "null" : std::to_string(f.n), f.hidden ? "null" : std::to_string(f.first_n));
    else
      fmt::print("{:<32} {} {:<20} {:>9}{}\n", f.source_name, f.month, f.value,
                 f.hidden ? "(small)" : with_separators(f.n),
                 !f.hidden && f.n != f.first_n ? "  first " + with_separators(f.first_n) : "");
  if (globals.json) fmt::print("{{\"items\":[{}],\"next\":null}}\n", items);
  return {};
}

}  // namespace

void add_aggregates(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<AggregatesOptions>();
  auto* command =
      app.add_subcommand("aggregates", "Signed figures from operators to a regulator")->require_subcommand(1);
  const auto on = [&](const char* name, const char* text, auto action) {
    auto* sub = command->add_subcommand(name, text);
    sub->callback([&globals, options, action] {
      if (const auto done = action(globals, *options); !done.ok()) globals.fail(done.error());
    });
    return sub;
  };
  const auto months = [&](CLI::App* sub) {
    sub->add_option("--from", options->from, "First month, as 2026-03; else the last");
    sub->add_option("--until", options->until, "Last month; else this one");
    return sub;
  };
  auto* give = months(on("export", "Our figures, signed with the ledger's key", run_aggregates_export));
  give->add_option("--out", options->file, "File; else standard output");
  give->add_flag("--published", options->published, "Only what was published, as it was published last");
  on("import", "Take in an operator's file; refused when it is forged or of other definitions", run_aggregates_import)
      ->add_option("file", options->file, "What `export` wrote")
      ->required();
  auto* push = months(on("push", "Send our figures to a regulator", run_aggregates_push));
  push->add_option("url", options->url, "https://HOST/api/aggregates")->required();
  push->add_flag("--published", options->published, "Only what was published");
  on("pull", "Fetch from every operator that has an address",
     [](Globals& g, const AggregatesOptions&) { return run_aggregates_pull(g); });
  auto* expect = on("expect", "Expect an operator's figures from now on", run_aggregates_expect);
  expect->add_option("name", options->name, "What it is called here")->required();
  expect->add_option("--key", options->key, "Of its ledger, as `ledger key` prints it")->required();
  expect->add_option("--url", options->url, "https://HOST/feeds/aggregates; else it sends them");
  expect->add_option("--due-days", options->due_days, "After a month's end")->capture_default_str();
  expect->add_option("--since", options->since, "First month; else this one");
  on("sources", "Whose figures are expected, and who is late (exit code 1)",
     [](Globals& g, const AggregatesOptions&) { return run_aggregates_sources(g); });
  auto* figures = months(on("figures", "One metric by operator", run_aggregates_figures));
  figures->add_option("metric", options->metric, "Of `metrics list`")->capture_default_str();
  figures->add_option("--by", options->by, "One of its dimensions");
}

}  // namespace muster::cli
