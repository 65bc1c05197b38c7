// `muster-numbers ledger verify|checkpoint|key`.
#include "commands.h"
#include "instance.h"
#include "ledger_report.h"
#include <base/files.h>
#include <ledger/sequencer.h>
#include <registration/invariants.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

Result<ledger::Report> run_verify(Instance& instance, const std::string& since) {
  ledger::VerifyOptions verify;
  verify.log_key = instance.log.verifier();
  if (!since.empty()) {
    MUSTER_TRY(verify.since, read_file(since, ledger::kNoteMaxBytes));
  }
  verify.invariants = registration::invariants();
  return ledger::verify(instance.database, verify);
}

void verify(Globals& globals, const std::string& since) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto report = run_verify(*instance, since);
  if (!report.ok()) return globals.fail(report.error());
  fmt::print("{}", globals.json ? report_json(*report) + "\n" : report_text(*report, !since.empty()));
  globals.exit_code = report->ok() ? 0 : 1;
}

void checkpoint(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return;
  // What it prints should hold what happened just before it, also while no server runs.
  if (const auto done = ledger::Sequencer(instance->log, nullptr).flush(); !done.ok())
    return globals.fail(done.error());
  const auto latest = instance->log.latest_checkpoint();
  if (!latest.ok()) return globals.fail(latest.error());
  fmt::print("{}", latest->note);
}

}  // namespace

void add_ledger(CLI::App& app, Globals& globals) {
  auto* ledger = app.add_subcommand("ledger", "The tamper-evident log of everything that happened");
  ledger->require_subcommand(1);
  auto since = std::make_shared<std::string>();
  auto* check =
      ledger->add_subcommand("verify", "Check every entry, the tree, the signatures, and what must be true of lines");
  check->add_option("--since", *since, "A checkpoint that was kept elsewhere");
  check->callback([&globals, since] { verify(globals, *since); });
  ledger->add_subcommand("checkpoint", "Print the newest checkpoint, to be kept elsewhere")->callback([&globals] {
    checkpoint(globals);
  });
  ledger->add_subcommand("key", "Print the public key of this ledger")->callback([&globals] {
    if (Instance* instance = globals.open()) fmt::print("{}\n", instance->log.verifier().to_text());
  });
}

}  // namespace muster::cli
