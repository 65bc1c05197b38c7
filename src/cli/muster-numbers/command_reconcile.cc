// `muster-numbers reconcile run|list|open|cancel`: our lines against another register's.
#include "commands.h"
#include "instance.h"
#include "interruptible.h"
#include <base/text.h>

#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <reconciliation/service.h>
#include <unistd.h>

namespace muster::cli {
namespace {

namespace rec = reconciliation;

struct ReconcileAsk {
  std::string source = "national", file, kind = "missing_there", after, id;
  bool dry_run = false;
  int errors_shown = 20, limit = 50;
  std::size_t memory_mib = 256;
};
using ReconcileAsks = std::shared_ptr<ReconcileAsk>;

constexpr const char* kReconcileActor = "system:command_line";

Result<rec::Source> wanted_source(const ReconcileAsk& ask) {
  if (const auto source = rec::source_of(ask.source)) return *source;
  return invalid("reconciliation_source", "A source is national or network.", "source");
}

std::string run_json(const rec::Run& run) {
  const rec::Counts& c = run.counts;
  std::string kinds;
  for (std::size_t i = 0; i < rec::kDifferenceCount; ++i)
    kinds +=
        fmt::format(R"({}"{}":{})", i ? "," : "", rec::to_text(static_cast<rec::Difference>(i)), c.by_difference[i]);
  return fmt::format(
      R"({{"id":{},"source":"{}","name":{},"state":"{}","theirs":{},"bad":{},"repeated":{},"ours":{},"same":{},)"
      R"("opened":{},"vanished":{},"differences":{{{}}},"started_at":"{}","ended_at":{}}})",
      run.id.empty() ? "null" : json_quote(run.id), rec::to_text(run.source), json_quote(run.name), run.state, c.theirs,
      c.bad, c.repeated, c.ours, c.same, c.opened, c.vanished, kinds, to_rfc3339(run.started_at),
      run.ended_at ? json_quote(to_rfc3339(*run.ended_at)) : "null");
}

std::string run_text(const rec::Run& run) {
  static constexpr const char* kSentences[rec::kDifferenceCount] = {
      "are numbers of none of our pools", "serve there, and nobody holds them here",
      "serve here, and are not there",    "are barred there, and serve here",
      "are barred here, and serve there", "have a verified holder there alone",
      "have a verified holder here alone"};
  const rec::Counts& c = run.counts;
  std::string out = fmt::format("{} of {}: {} numbers of theirs, {} lines of ours, {} the same, {} differ\n", run.name,
                                rec::to_text(run.source), with_separators(c.theirs), with_separators(c.ours),
                                with_separators(c.same), with_separators(c.differing()));
  for (std::size_t i = 0; i < rec::kDifferenceCount; ++i)
    if (c.by_difference[i] > 0)
      out += fmt::format("  {:>13}  {}\n", with_separators(c.by_difference[i]), kSentences[i]);
  if (c.bad + c.repeated > 0)
    out += fmt::format("  {:>13}  lines of the file are none, {} stand there again\n", with_separators(c.bad),
                       with_separators(c.repeated));
  return out +
         fmt::format("  {} came up, {} are in order again\n", with_separators(c.opened), with_separators(c.vanished));
}

Result<void> run_comparison(Globals& globals, const ReconcileAsk& ask) {
  MUSTER_TRY(const auto source, wanted_source(ask));
  Instance* instance = globals.open();
  if (!instance) return {};
  rec::Options options;
  options.source = source;
  options.file = ask.file;
  options.name = ask.file == "-" ? "standard input" : std::filesystem::path(ask.file).filename().string();
  options.actor = kReconcileActor;
  options.dry_run = ask.dry_run;
  options.sort = {ask.memory_mib << 20, instance->data};
  int shown = 0;
  options.on_bad = [&](const rec::BadLine& bad) {
    if (++shown <= ask.errors_shown)
      fmt::print(stderr, "line {}: {}\n", with_separators(bad.line),
                 (bad.error.field.empty() ? "" : bad.error.field + ": ") + bad.error.sentence);
  };
  const bool tell = !globals.json && isatty(STDERR_FILENO);
  options.go_on = [&](const char* phase, std::int64_t done, std::int64_t total) {
    if (tell)
      fmt::print(stderr, "\r{} {}{}   ", phase, with_separators(done),
                 total > 0 ? " of " + with_separators(total) : "");
    return !Interruptible::asked();
  };
  const Interruptible interruptible;
  MUSTER_TRY(const auto outcome, rec::Service(instance->database, instance->recorder).run(options));
  if (tell) fmt::print(stderr, "\r");
  if (globals.json)
    fmt::print("{}\n", run_json(outcome.run));
  else
    fmt::print("{}{}", run_text(outcome.run),
               outcome.stopped ? "Stopped; run it again with the same file to go on.\n" : "");
  const rec::Counts& c = outcome.run.counts;
  globals.exit_code = outcome.stopped ? 4 : c.differing() + c.bad > 0 ? 1 : 0;
  return {};
}

Result<void> list_comparisons(Globals& globals, const ReconcileAsk& ask) {
  MUSTER_TRY(const auto source, wanted_source(ask));
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto runs, rec::Service(instance->database, instance->recorder).runs(source, ask.after, ask.limit));
  std::string items;
  for (const auto& run : runs) {
    if (globals.json)
      items += (items.empty() ? "" : ",") + run_json(run);
    else
      fmt::print("{}  {}  {:<9}  {} differ of {}\n", run.id, to_rfc3339(run.started_at), run.state,
                 with_separators(run.counts.differing()), with_separators(run.counts.theirs));
  }
  if (globals.json) fmt::print("{{\"items\":[{}]}}\n", items);
  return {};
}

Result<void> list_open(Globals& globals, const ReconcileAsk& ask) {
  MUSTER_TRY(const auto source, wanted_source(ask));
  const auto kind = rec::difference_of(ask.kind);
  if (!kind)
    return invalid(
        "reconciliation_kind",
        "A difference is not_ours, missing_here, missing_there, barred_there, barred_here, verified_there or "
        "verified_here.",
        "kind");
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto open,
             rec::Service(instance->database, instance->recorder).open(source, *kind, ask.after, ask.limit));
  std::string items;
  for (const auto& one : open) {
    // Lines by their ids: a number is shown for those alone that have none.
    const std::string id = one.line_id.empty() ? std::to_string(one.msisdn) : one.line_id;
    if (globals.json)
      items += fmt::format(R"({}{{"{}":"{}","found_at":"{}"}})", items.empty() ? "" : ",",
                           one.line_id.empty() ? "msisdn" : "line_id", id, to_rfc3339(one.found_at));
    else
      fmt::print("{}  since {}\n", id, to_day(one.found_at));
  }
  if (globals.json) fmt::print("{{\"items\":[{}]}}\n", items);
  globals.exit_code = open.empty() ? 0 : 1;
  return {};
}

Result<void> cancel_comparison(Globals& globals, const ReconcileAsk& ask) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto run, rec::Service(instance->database, instance->recorder).cancel(ask.id, kReconcileActor));
  fmt::print("{}\n", globals.json ? run_json(run) : "The comparison was given up; what it had found so far stands.");
  return {};
}

}  // namespace

void add_reconcile(CLI::App& app, Globals& globals) {
  auto* reconcile = app.add_subcommand("reconcile", "Our lines against the national register's or the network's");
  reconcile->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, Result<void> (*run)(Globals&, const ReconcileAsk&)) {
    auto* command = reconcile->add_subcommand(name, what);
    auto ask = std::make_shared<ReconcileAsk>();
    command->callback([&globals, ask, run] {
      if (const auto done = run(globals, *ask); !done.ok()) globals.fail(done.error());
    });
    return std::pair{command, ask};
  };
  const auto of_source = [](CLI::App* command, const ReconcileAsks& ask) {
    command->add_option("--source", ask->source, "national or network")->capture_default_str();
  };
  {
    const auto [command, ask] =
        add("run", "Compare a file; one that was cut off goes on with the same file", run_comparison);
    command->add_option("file", ask->file, "CSV with msisdn, and state, verified or both; - is standard input")
        ->required();
    of_source(command, ask);
    command->add_flag("--dry-run", ask->dry_run, "Count, and write nothing");
    command->add_option("--errors", ask->errors_shown, "How many bad lines are shown")->capture_default_str();
    command->add_option("--memory", ask->memory_mib, "MiB of numbers that are held at once")
        ->check(CLI::Range(1, 65'536))
        ->capture_default_str();
  }
  {
    const auto [command, ask] = add("list", "Comparisons, newest first", list_comparisons);
    of_source(command, ask);
    command->add_option("--before", ask->after, "Behind this one");
    command->add_option("--limit", ask->limit, "How many")->check(CLI::Range(1, 500))->capture_default_str();
  }
  {
    const auto [command, ask] = add("open", "What differs since the newest comparison", list_open);
    of_source(command, ask);
    command->add_option("--kind", ask->kind, "Which difference")->capture_default_str();
    command->add_option("--after", ask->after, "Behind this line or number");
    command->add_option("--limit", ask->limit, "How many")->check(CLI::Range(1, 500))->capture_default_str();
  }
  {
    const auto [command, ask] = add("cancel", "Give up one that was cut off", cancel_comparison);
    command->add_option("comparison", ask->id, "Its id")->required();
  }
}

}  // namespace muster::cli
