// `muster-numbers vault rotate|status|cancel`: the keys of the vault.
#include "commands.h"
#include "instance.h"
#include <base/text.h>
#include <vault/rotation.h>

#include <csignal>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr const char* kVaultUnfinished = "running";

void show_keys(Globals& globals, const std::vector<vault::KeyUse>& uses, const std::vector<jobs::Job>& running) {
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
  if (globals.json)
    fmt::print("{{\"keys\":[{}],\"rotation\":{}}}\n", json, work.empty() ? "null" : work);
  else if (uses.size() > 1 && running.empty())
    fmt::print("A rotation did not come to its end. `muster-numbers vault rotate` goes on with it.\n");
}

Result<void> vault_status(Globals& globals, Instance& instance) {
  jobs::Service jobs(instance.database, instance.clock, instance.random);
  MUSTER_TRY(const auto uses, instance.vault.key_uses(instance.database));
  MUSTER_TRY(const auto running, jobs.list(vault::kRotationJob, kVaultUnfinished, {}, 1));
  show_keys(globals, uses, running);
  return {};
}

// On this thread; Ctrl-C gives the work back after the batch under way, and the next call goes on with it.
Result<jobs::Job> run_rotation(Instance& instance) {
  jobs::Options options;
  options.workers = 1;
  options.poll_every = std::chrono::milliseconds(100);
  options.lease = std::chrono::seconds(2);  // a killed one's work is taken up again that soon
  options.progress_every = std::chrono::milliseconds(200);
  jobs::Service jobs(instance.database, instance.clock, instance.random, options);
  jobs.add_kind(vault::kRotationJob, vault::rotation_job(instance.vault, instance.database));
  MUSTER_TRY(const std::string id, vault::start_rotation(instance.database, jobs, instance.recorder, kCommandLine));
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  sigaddset(&interrupt, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
  jobs.start();
  for (;;) {
    MUSTER_TRY(jobs::Job job, jobs.get(id));
    if (job.ended()) {
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

void rotate_vault(Globals& globals, Instance& instance) {
  const auto job = run_rotation(instance);
  if (!job.ok()) return globals.fail(job.error());
  if (job->state == "done") {
    if (globals.json)
      fmt::print("{}\n", job->result);
    else
      fmt::print(
          "The keys of {} records are wrapped by a new key; the old ones left the ring. Keep a copy of {}/vault.keys "
          "and destroy the old copies.\n",
          with_separators(job->done), instance.data);
    return;
  }
  if (!job->error_code.empty()) return globals.fail(refused(job->error_code, job->error_sentence));
  fmt::print("Stopped after {} records; everything stays readable. `muster-numbers vault rotate` goes on.\n",
             with_separators(job->done));
  globals.exit_code = 1;
}

Result<void> cancel_rotation(Instance& instance) {
  jobs::Service jobs(instance.database, instance.clock, instance.random);
  for (const char* state : {"running", "queued"}) {
    MUSTER_TRY(const auto found, jobs.list(vault::kRotationJob, state, {}, 1));
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
