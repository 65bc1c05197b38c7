// `muster metrics list|show|recompute`: what is counted and how; a metric by month; all figures anew from all events.
#include "commands.h"
#include "instance.h"
#include "interruptible.h"
#include <base/text.h>
#include <metrics/service.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

constexpr int kMonthsTold = 13;

struct MetricsOptions {
  std::string name, from, until, by;
};

std::string seconds_text(const std::optional<Duration>& time) {
  return time ? std::to_string(time->count() / 1'000'000) : "null";
}

std::string sum_text(const metrics::Sum& sum) {
  return fmt::format(R"("n":{},"median_seconds":{},"mean_seconds":{})", sum.n, seconds_text(sum.median()),
                     seconds_text(sum.mean()));
}

Result<void> run_metrics_list(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const auto& figures = instance->metrics;
  const std::string month = figures.current_month();
  std::string items;
  for (const auto& d : figures.definitions().items) {
    MUSTER_TRY(const auto months, figures.figures(d.name, month, month));
    const metrics::Sum now = months.empty() ? metrics::Sum{} : metrics::total_of(months.begin()->second);
    if (globals.json)
      items += fmt::format(R"({}{{"name":"{}","unit":"{}","measures":"{}","sentence":{},"month":"{}",{}}})",
                           items.empty() ? "" : ",", d.name, d.unit, d.measures_time() ? "time" : "count",
                           json_quote(d.en), month, sum_text(now));
    else
      fmt::print("{:<20} {:>9} {:<9} {}\n", d.name, with_separators(now.n), d.unit, d.en);
  }
  if (globals.json) fmt::print("{{\"items\":[{}],\"next\":null}}\n", items);
  return {};
}

void print_month(const std::string& month, const metrics::Definition& definition, const metrics::Cells& cells,
                 const std::string& by) {
  const auto line = [&](const std::string& what, const metrics::Sum& sum) {
    fmt::print("{:<8} {:<24} {:>9}", month, what, with_separators(sum.n));
    if (const auto median = sum.median()) fmt::print("  median {} s", with_separators(median->count() / 1'000'000));
    fmt::print("\n");
  };
  line("", metrics::total_of(cells));
  for (std::size_t d = 0; d < definition.by.size(); ++d)
    if (definition.by[d] == by)
      for (const auto& [value, sum] : metrics::along(cells, d)) line(value, sum);
}

Result<void> run_metrics_show(Globals& globals, const MetricsOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const auto& figures = instance->metrics;
  const std::string until = options.until.empty() ? figures.current_month() : options.until;
  std::string from = options.from;
  if (from.empty() && metrics::is_month(until)) {
    from = until;
    for (int i = 1; i < kMonthsTold; ++i) from = metrics::month_before(from);
  }
  MUSTER_TRY(const auto months, figures.figures(options.name, from, until));
  MUSTER_TRY(const auto editions, figures.editions(options.name, from, until));
  const metrics::Definition& definition = *figures.definitions().find(options.name);
  if (globals.json) {
    std::string items, published;
    for (const auto& [month, cells] : months)
      items +=
          fmt::format(R"({}{{"month":"{}",{}}})", items.empty() ? "" : ",", month, sum_text(metrics::total_of(cells)));
    for (const auto& e : editions)
      published +=
          fmt::format(R"({}{{"month":"{}","edition":{},"published_at":"{}",{}}})", published.empty() ? "" : ",",
                      e.month, e.number, to_rfc3339(e.published_at), sum_text(metrics::total_of(e.cells)));
    fmt::print("{{\"name\":\"{}\",\"months\":[{}],\"editions\":[{}]}}\n", options.name, items, published);
    return {};
  }
  fmt::print("{}\n{}\n", definition.title_en, definition.en);
  for (const auto& [month, cells] : months) print_month(month, definition, cells, options.by);
  for (const auto& e : editions)
    fmt::print("{} edition {} of {}: {}\n", e.month, e.number, to_day(e.published_at),
               with_separators(metrics::total_of(e.cells).n));
  return {};
}

// 0: the figures were right; 1: some differed, and are right now.
Result<void> run_metrics_recompute(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return {};
  const Interruptible interruptible;
  const bool drawn = ::isatty(STDERR_FILENO) == 1;
  for (int some = 1; some > 0 && !Interruptible::asked();) {
    MUSTER_TRY(some, instance->metrics.ingest());
  }
  MUSTER_TRY(const auto done, instance->metrics.recompute([&](std::int64_t read, std::int64_t all) {
    if (drawn) fmt::print(stderr, "\r{} of {} events ", with_separators(read), with_separators(all));
    return !Interruptible::asked();
  }));
  if (drawn) fmt::print(stderr, "\r{:40}\r", "");
  std::string items;
  for (const auto& d : done.differences)
    if (globals.json)
      items += fmt::format(R"({}{{"metric":"{}","month":"{}","cell":{},"was":{},"is":{}}})", items.empty() ? "" : ",",
                           d.metric, d.month, json_quote(d.cell), d.was, d.is);
    else
      fmt::print("{} {} {}: was {}, is {}\n", d.metric, d.month, d.cell.empty() ? "(all)" : d.cell, d.was, d.is);
  if (globals.json)
    fmt::print("{{\"events\":{},\"compared\":{},\"stopped\":{},\"differences\":[{}]}}\n", done.events, done.compared,
               done.stopped, items);
  else if (done.stopped)
    fmt::print("Stopped after {} events; the same command goes on from there.\n", with_separators(done.events));
  else
    fmt::print("{} events read; {}.\n", with_separators(done.events),
               !done.compared             ? "the definitions are new, and so are the figures"
               : done.differences.empty() ? "every figure is what the events say"
                                          : "the figures that differed are right now");
  globals.exit_code = done.differences.empty() ? 0 : 1;
  return {};
}

}  // namespace

void add_metrics(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<MetricsOptions>();
  auto* metrics = app.add_subcommand("metrics", "Figures: definitions over what happened")->require_subcommand(1);
  const auto run = [&globals](Result<void> done) {
    if (!done.ok()) globals.fail(done.error());
  };
  metrics->add_subcommand("list", "Every definition, with this month so far")->callback([&globals, run] {
    run(run_metrics_list(globals));
  });
  auto* show = metrics->add_subcommand("show", "One metric by month, beside what was published");
  show->add_option("name", options->name, "Of the list")->required();
  show->add_option("--from", options->from, "Month, as 2026-03; else a year back");
  show->add_option("--until", options->until, "Month; else this one");
  show->add_option("--by", options->by, "One of the metric's dimensions");
  show->callback([&globals, options, run] { run(run_metrics_show(globals, *options)); });
  metrics
      ->add_subcommand(
          "recompute",
          "All figures anew from all events, compared with those in use. Exit code 1: some differed, and are "
          "right now")
      ->callback([&globals, run] { run(run_metrics_recompute(globals)); });
}

}  // namespace muster::cli
