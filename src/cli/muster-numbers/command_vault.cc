// `muster-numbers vault rotate|rotate-index|status|cancel`: the keys of the vault.
#include "commands.h"
#include "instance.h"
#include <base/text.h>
#include <numbers_api/index_house.h>
#include <vault/rotation.h>

#include <csignal>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

constexpr const char* kVaultUnfinished = "running";

void show_keys(Globals& globals, const std::vector<vault::KeyUse>& uses, const std::vector<jobs::Job>& running,
               const vault::Vault::IndexState& index, const std::vector<jobs::Job>& turning) {
  std::string json;
  for (const vault::KeyUse& use : uses) {
    const char* state = use.active ? "active" : use.retired ? "retired" : "old";
    if (globals.json)
      json += fmt::format("{}{{\"key\":\"{}\",\"made_at\":\"{}\",\"state\":\"{}\",\"records\":{},\"more\":{}}}",
                          json.empty() ? "" : ",", use.id, to_rfc3339(use.made_at), state, use.records, use.more);
    else
      fmt::print("{}  {}  {}  wraps {}{} records\n", use.id, to_day(use.made_at), state, use.more ? "over " : "",
                 with_separators(use.records));
  }
  std::string work;
  for (const jobs::Job& job : running) {
    if (globals.json)
      work = fmt::format("{{\"job\":\"{}\",\"done\":{},\"total\":{}}}", job.id, job.done, job.total);
    else
      fmt::print("Rotation {}: {} of {} records\n", job.id, with_separators(job.done), with_separators(job.total));
  }
  std::string turn;
  for (const jobs::Job& job : turning) {
    if (globals.json)
      turn = fmt::format("{{\"job\":\"{}\",\"done\":{},\"total\":{}}}", job.id, job.done, job.total);
    else
      fmt::print("Rotation of the index key {}: {} of {} rows\n", job.id, with_separators(job.done),
                 with_separators(job.total));
  }
  if (globals.json) {
    fmt::print("{{\"keys\":[{}],\"rotation\":{},\"index\":{{\"generation\":{},\"coming\":{},\"rotation\":{}}}}}\n",
               json, work.empty() ? "null" : work, index.generation,
               index.coming ? std::to_string(*index.coming) : "null", turn.empty() ? "null" : turn);
    return;
  }
  if (uses.size() > 1 && running.empty())
    fmt::print("A rotation did not come to its end. `muster-numbers vault rotate` goes on with it.\n");
  if (!index.coming)
    fmt::print("Blind indexes are of generation {} of the index key.\n", index.generation);
  else if (turning.empty())
    fmt::print(
        "Blind indexes turn from generation {} of the index key to {}, and nobody is at it; everything is found. "
        "`muster-numbers vault rotate-index` goes on.\n",
        index.generation, *index.coming);
}

Result<void> vault_status(Globals& globals, Instance& instance) {
  jobs::Service jobs(instance.database, instance.clock, instance.random);
  MUSTER_TRY(const auto uses, instance.vault.key_uses(instance.database));
  MUSTER_TRY(const auto running, jobs.list(vault::kRotationJob, kVaultUnfinished, {}, 1));
  MUSTER_TRY(const auto turning, jobs.list(vault::kIndexRotationJob, kVaultUnfinished, {}, 1));
  MUSTER_TRY(const auto index, instance.vault.index_state(instance.database));
  show_keys(globals, uses, running, index, turning);
  return {};
}

// On this thread; Ctrl-C gives the work back after the batch under way, and the next call goes on with it.
using Start = Result<std::string> (*)(store::Database&, jobs::Service&, const ledger::Recorder&, const std::string&);
Result<jobs::Job> run_rotation(Globals& globals, Instance& instance, const char* kind, jobs::Function function,
                               Start start) {
  jobs::Options options;
  options.workers = 1;
  options.poll_every = std::chrono::milliseconds(100);
  options.lease = std::chrono::seconds(2);  // a killed one's work is taken up again that soon
  options.progress_every = std::chrono::milliseconds(200);
  jobs::Service jobs(instance.database, instance.clock, instance.random, options);
  jobs.add_kind(kind, std::move(function));
  MUSTER_TRY(const std::string id, start(instance.database, jobs, instance.recorder, kCommandLine));
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  sigaddset(&interrupt, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
  jobs.start();
  const bool shows = !globals.json && ::isatty(STDERR_FILENO) != 0;
  for (;;) {
    MUSTER_TRY(jobs::Job job, jobs.get(id));
    if (shows && job.total > 0)
      fmt::print(stderr, "\r{} of {}: {} ", with_separators(job.done), with_separators(job.total), job.phase);
    if (job.ended()) {
      if (shows) fmt::print(stderr, "\n");
      jobs.stop();
      return job;
    }
    const timespec wait{0, 200'000'000};
    if (sigtimedwait(&interrupt, nullptr, &wait) > 0) {
      jobs.stop();
      return jobs.get(id);
    }
  }
}

// `done` and `stopped`: what it says then, with the count in front of it.
void tell_rotation(Globals& globals, const Result<jobs::Job>& job, const std::string& done, const char* stopped) {
  if (!job.ok()) return globals.fail(job.error());
  if (job->state == "done") {
    fmt::print("{}\n", globals.json ? job->result : with_separators(job->done) + done);
    return;
  }
  if (!job->error_code.empty()) return globals.fail(refused(job->error_code, job->error_sentence));
  fmt::print("Stopped after {}{}\n", with_separators(job->done), stopped);
  globals.exit_code = 1;
}

std::string keep_a_copy(const Instance& instance) {
  return fmt::format(" Keep a copy of {}/vault.keys and destroy the old copies.", instance.data);
}

void rotate_vault(Globals& globals, Instance& instance) {
  const auto job = run_rotation(globals, instance, vault::kRotationJob,
                                vault::rotation_job(instance.vault, instance.database), vault::start_rotation);
  tell_rotation(globals, job,
                " records have keys that are wrapped by a new key; the old ones left the ring." + keep_a_copy(instance),
                " records; everything stays readable. `muster-numbers vault rotate` goes on.");
}

void rotate_index(Globals& globals, Instance& instance) {
  const auto job = run_rotation(globals, instance, vault::kIndexRotationJob,
                                vault::index_rotation_job(instance.vault, instance.database,
                                                          numbers_api::index_house(instance.vault, instance.packets)),
                                vault::start_index_rotation);
  tell_rotation(globals, job,
                " rows have blind indexes of a new key; the former one left the ring." + keep_a_copy(instance),
                " rows; everything is found under both keys. `muster-numbers vault rotate-index` goes on.");
}

Result<void> cancel_rotation(Instance& instance) {
  jobs::Service jobs(instance.database, instance.clock, instance.random);
  for (const char* kind : {vault::kRotationJob, vault::kIndexRotationJob})
    for (const char* state : {"running", "queued"}) {
      MUSTER_TRY(const auto found, jobs.list(kind, state, {}, 1));
      if (!found.empty()) return jobs.cancel(found.front().id);
    }
  return not_found("rotation_unknown", "No rotation is under way.");
}

}  // namespace

void add_vault(CLI::App& app, Globals& globals) {
  auto* vault = app.add_subcommand("vault", "The keys that protect personal data");
  vault->require_subcommand(1);
  vault
      ->add_subcommand(
          "rotate",
          "Wrap the keys of all records by a new key, while others read and write; goes on where an earlier "
          "one stopped")
      ->callback([&globals] {
        if (Instance* instance = globals.open()) rotate_vault(globals, *instance);
      });
  vault
      ->add_subcommand(
          "rotate-index",
          "Make all blind indexes anew by a new key, while others read and write; goes on where an earlier "
          "one stopped")
      ->callback([&globals] {
        if (Instance* instance = globals.open()) rotate_index(globals, *instance);
      });
  vault->add_subcommand("status", "Which keys there are, and how many records each wraps")->callback([&globals] {
    Instance* instance = globals.open();
    if (!instance) return;
    if (const auto shown = vault_status(globals, *instance); !shown.ok()) globals.fail(shown.error());
  });
  vault->add_subcommand("cancel", "Stop a rotation after the batch under way; nothing is lost")->callback([&globals] {
    Instance* instance = globals.open();
    if (!instance) return;
    if (const auto done = cancel_rotation(*instance); !done.ok()) globals.fail(done.error());
  });
}

}  // namespace muster::cli
