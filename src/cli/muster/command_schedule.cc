// `muster schedule`: what is tested next and why, and a world in which schedules are tried out.
#include "commands.h"
#include "farm_option.h"
#include "instance.h"
#include "schedule_report.h"
#include "test_queue.h"
#include <testing/testing.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

void add_simulate(CLI::App& command, Globals& globals) {
  auto run = std::make_shared<ScheduleSimulation>();
  auto* simulate = command.add_subcommand(
      "simulate", "Try schedules out in a world that the seed draws: delay, exposure, false alarms of each");
  simulate->add_option("--seed", run->options.seed, "Another seed, another world")->capture_default_str();
  simulate->add_option("--sites", run->options.sites, "How many sites")->capture_default_str();
  simulate->add_option("--days", run->options.days, "Days that are measured")->capture_default_str();
  simulate->add_option("--burn-in", run->options.burn_in, "Days before them")->capture_default_str();
  simulate
      ->add_option("--interval", run->options.interval_days,
                   "The budget: every site once in so many days, if all were the same")
      ->capture_default_str();
  simulate->add_option("--onsets", run->options.onsets_per_site_year, "Violations that begin, a site and year")
      ->capture_default_str();
  simulate->add_option("--told", run->options.told, "How much features tell of the hazard, 0 to 1")
      ->capture_default_str();
  simulate->add_option("--policy", run->options.schedules,
                       "Run these alone: uniform, round_robin, proportional, stormcrawler, nutch, azar, kolobov, "
                       "ours_known, ours_learned, ours_unfeatured, optimum");
  simulate->add_option("--plots", run->plots, "Write plots (SVG) into this folder")->type_name("DIR");
  simulate->callback([&globals, run] {
    run->json = globals.json;
    run->policy_file = globals.policy;
    if (const auto done = schedule_simulate(*run); !done.ok()) globals.fail(done.error());
  });
}

void add_site_commands(CLI::App& command, Globals& globals) {
  const auto end = [&globals](const Result<void>& done) {
    if (!done.ok()) globals.fail(done.error());
  };
  auto site = std::make_shared<std::string>();
  auto* explain = command.add_subcommand("explain", "Why a site is tested as often as it is");
  explain->add_option("site", *site, "Host, or number of a filed site")->required()->type_name("SITE");
  explain->callback([&globals, site, end] {
    if (Instance* instance = globals.open()) end(schedule_explain(*instance, *site, globals.json));
  });
  auto limit = std::make_shared<int>(20);
  auto* due = command.add_subcommand("due", "What is tested next");
  due->add_option("--limit", *limit, "How many")->check(CLI::Range(1, 10'000))->capture_default_str();
  due->callback([&globals, limit, end] {
    if (Instance* instance = globals.open()) end(schedule_due(*instance, *limit, globals.json));
  });
  auto* plan = command.add_subcommand("plan", "Plan anew, as the server does every day");
  plan->callback([&globals, end] {
    if (Instance* instance = globals.open()) end(schedule_plan(*instance, globals.json));
  });
}

void add_run(CLI::App& command, Globals& globals) {
  struct Options {
    std::int64_t most = 1000;
    std::string farm;
  };
  auto options = std::make_shared<Options>();
  auto* run = command.add_subcommand("run", "Test what is due, within the day's budget; exit 1 where there is a clue");
  run->add_option("--most", options->most, "How many at most")->check(CLI::Range(1, 1'000'000))->capture_default_str();
  run->add_option("--farm", options->farm, "File of test sites on loopback (demo and training alone)");
  run->callback([&globals, options] {
    Instance* instance = globals.open();
    if (!instance) return;
    if (const auto allowed = allow_farm(*instance, options->farm); !allowed.ok()) return globals.fail(allowed.error());
    const auto clues = schedule_run(*instance, options->most, globals.json);
    if (!clues.ok()) return globals.fail(clues.error());
    globals.exit_code = *clues > 0 ? 1 : 0;
  });
}

void add_hand_out(CLI::App& command, Globals& globals) {
  struct Options {
    TestQueue where;
    std::int64_t most = 100'000;
  };
  auto options = std::make_shared<Options>();
  auto* hand_out = command.add_subcommand(
      "hand-out", "Put what is due before the workers, within the day's budget, as the server does every minute");
  add_queue_options(*hand_out, options->where);
  hand_out->add_option("--most", options->most, "How many at most")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  hand_out->callback([&globals, options] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto queue = open_test_queue(*instance, options->where);
    const auto handed =
        queue.ok() ? instance->testing.hand_out(**queue, options->most) : Result<std::int64_t>(queue.error());
    if (!handed.ok()) return globals.fail(handed.error());
    if (globals.json)
      fmt::print("{{\"handed_out\":{}}}\n", *handed);
    else
      fmt::print("{} handed out.\n", *handed);
  });
}

}  // namespace

void add_schedule(CLI::App& app, Globals& globals) {
  auto* schedule = app.add_subcommand("schedule", "When sites are tested, and why then");
  schedule->require_subcommand(1);
  add_site_commands(*schedule, globals);
  add_run(*schedule, globals);
  add_hand_out(*schedule, globals);
  add_simulate(*schedule, globals);
}

}  // namespace muster::cli
