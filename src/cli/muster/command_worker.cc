// `muster worker`: takes tests from the queue until it is told to stop. As many as wanted, on as many machines as share
// the database, the evidence folder and the queue. `muster worker queue`: what waits, and what was set aside.
#include "commands.h"
#include "farm_option.h"
#include "instance.h"
#include "test_queue.h"
#include <base/text.h>
#include <testing/testing.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

namespace json = boost::json;
constexpr int kAsideShownMax = 1'000;
constexpr int kOpenedMax = 10;  // how often a worker that ends by itself tries

struct WorkerOptions {
  TestQueue where;
  std::string farm;
  bool until_empty = false;
};

volatile std::sig_atomic_t told_to_stop = 0;

void print_worked(const testing::Worked& worked, bool as_json) {
  if (as_json)
    fmt::print(R"({{"tested":{},"clues":{},"repeated":{},"aside":{}}}{})", worked.tested, worked.clues, worked.repeated,
               worked.aside, "\n");
  else
    fmt::print("{} tested: {} with clues. {} had been tested by others, {} set aside.\n",
               with_separators(worked.tested), with_separators(worked.clues), with_separators(worked.repeated),
               with_separators(worked.aside));
}

void say_trouble(const Error& error) {
  fmt::print(stderr, "{} It is tried again.\n", error.sentence);
}

// A worker may be started while NATS is not there yet. Nothing where it was told to stop meanwhile.
Result<std::unique_ptr<queue::Queue>> wait_for_queue(Instance& instance, const WorkerOptions& options) {
  for (int attempt = 1; !told_to_stop; ++attempt) {
    auto queue = open_test_queue(instance, options.where);
    if (queue.ok() || queue.error().failure != Failure::unavailable || (options.until_empty && attempt == kOpenedMax))
      return queue;
    say_trouble(queue.error());
    std::this_thread::sleep_for(std::chrono::seconds(2));
  }
  return std::unique_ptr<queue::Queue>();
}

Result<void> run_worker(Globals& globals, const WorkerOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_CHECK_OK(allow_farm(*instance, options.farm));
  // In good order: what was taken and not visited goes back at once.
  std::signal(SIGINT, [](int) { told_to_stop = 1; });
  std::signal(SIGTERM, [](int) { told_to_stop = 1; });
  MUSTER_TRY(const auto queue, wait_for_queue(*instance, options));
  if (!queue) return {};
  std::int64_t made = 0;
  Instant said = instance->clock.now();
  testing::WorkOptions work;
  work.until_empty = options.until_empty;
  work.stop = [] { return told_to_stop != 0; };
  work.trouble = say_trouble;
  work.each = [&](const testing::TestRun&) {
    ++made;
    const Instant now = instance->clock.now();
    if (now - said < std::chrono::seconds(10)) return;
    said = now;
    const auto counts = queue->counts();
    fmt::print(stderr, "{} tested{}\n", with_separators(made),
               counts.ok() ? fmt::format(", {} wait", with_separators(counts->waiting)) : "");
  };
  MUSTER_TRY(const testing::Worked worked, instance->testing.work(*queue, work));
  print_worked(worked, globals.json);
  return {};
}

json::object json_of_aside(const queue::Aside& one) {
  return {{"key", one.key},           {"id", one.id},
          {"code", one.code},         {"sentence", one.sentence},
          {"attempts", one.attempts}, {"at", to_rfc3339(one.at)}};
}

Result<void> show_queue(Globals& globals, const TestQueue& where, const std::string& after, int limit) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto queue, open_test_queue(*instance, where));
  MUSTER_TRY(const queue::Counts counts, queue->counts());
  MUSTER_TRY(const auto aside, queue->aside(after, limit));
  if (globals.json) {
    json::array items;
    for (const queue::Aside& one : aside) items.push_back(json_of_aside(one));
    fmt::print("{}\n", json::serialize(json::object{{"waiting", counts.waiting},
                                                    {"taken", counts.taken},
                                                    {"aside", counts.aside},
                                                    {"items", std::move(items)}}));
    return {};
  }
  fmt::print("{} wait, {} are with a worker, {} were set aside.\n", with_separators(counts.waiting),
             with_separators(counts.taken), with_separators(counts.aside));
  for (const queue::Aside& one : aside)
    fmt::print("{}  {} · {} attempts · {} ({})\n", one.key, to_rfc3339(one.at), one.attempts, one.sentence, one.code);
  return {};
}

void add_queue_commands(CLI::App& worker, Globals& globals) {
  struct Options {
    TestQueue where;
    std::string key, after;
    int limit = 50;
  };
  auto options = std::make_shared<Options>();
  auto* queue = worker.add_subcommand("queue", "What waits for workers, and what was set aside with which reason");
  add_queue_options(*queue, options->where);
  queue->add_option("--after", options->after, "Key of the last one seen");
  queue->add_option("--limit", options->limit, "How many of those set aside")
      ->check(CLI::Range(1, kAsideShownMax))
      ->capture_default_str();
  queue->callback([&globals, options] {
    if (const auto done = show_queue(globals, options->where, options->after, options->limit); !done.ok())
      globals.fail(done.error());
  });
  using Act = Result<void> (testing::Service::*)(queue::Queue&, const std::string&, const std::string&);
  const auto decide = [&](const char* name, const char* what, Act act) {
    auto* command = worker.add_subcommand(name, what);
    add_queue_options(*command, options->where);
    command->add_option("key", options->key, "Key of what was set aside")->required();
    command->callback([&globals, options, act] {
      Instance* instance = globals.open();
      if (!instance) return;
      const auto opened = open_test_queue(*instance, options->where);
      const auto done =
          opened.ok() ? (instance->testing.*act)(**opened, options->key, kCommandLine) : Result<void>(opened.error());
      if (!done.ok()) globals.fail(done.error());
    });
  };
  decide("retry", "Give what was set aside to workers again", &testing::Service::retry_aside);
  decide("drop", "Forget what was set aside", &testing::Service::drop_aside);
}

}  // namespace

void add_worker(CLI::App& app, Globals& globals) {
  auto* worker = app.add_subcommand("worker", "Test what the queue holds, beside other workers");
  worker->require_subcommand(1);
  auto options = std::make_shared<WorkerOptions>();
  auto* run = worker->add_subcommand("run", "Take tests from the queue until told to stop");
  add_queue_options(*run, options->where);
  run->add_option("--farm", options->farm, "File of test sites on loopback (demo and training alone)");
  run->add_flag("--until-empty", options->until_empty, "End when nothing waits and no worker holds anything");
  run->callback([&globals, options] {
    if (const auto done = run_worker(globals, *options); !done.ok()) globals.fail(done.error());
  });
  add_queue_commands(*worker, globals);
}

}  // namespace muster::cli
