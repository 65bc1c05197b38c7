// `muster ledger verify|checkpoint|key|prove|check-proof|witness`.
#include "commands.h"
#include "instance.h"
#include "ledger_report.h"
#include <base/files.h>
#include <enforcement/service.h>
#include <ledger/log.h>
#include <ledger/proof_file.h>
#include <ledger/sequencer.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <zones/publisher.h>

namespace muster::cli {
namespace {

struct LedgerOptions {
  std::string since, event_id, file, key, url, name;
  std::vector<std::string> witness_keys;
};

Result<std::vector<ledger::VerifierKey>> keys_of(const std::vector<std::string>& texts) {
  std::vector<ledger::VerifierKey> out;
  for (const std::string& text : texts) {
    MUSTER_TRY(ledger::VerifierKey key, ledger::VerifierKey::parse(text));
    out.push_back(std::move(key));
  }
  return out;
}

Result<ledger::Report> run_verify(Instance& instance, const LedgerOptions& options, bool quiet) {
  ledger::VerifyOptions verify;
  verify.log_key = instance.log.verifier();
  if (!options.key.empty()) {
    MUSTER_TRY(verify.log_key, ledger::VerifierKey::parse(options.key));
  }
  MUSTER_TRY(verify.witness_keys, keys_of(options.witness_keys));
  if (!options.since.empty()) {
    MUSTER_TRY(verify.since, read_file(options.since, ledger::kNoteMaxBytes));
  }
  verify.invariants = enforcement::invariants();
  for (auto& each : zones::invariants()) verify.invariants.push_back(std::move(each));
  if (!quiet && ::isatty(2))
    verify.progress = [](std::int64_t done) { fmt::print(stderr, "\r{} entries checked", done); };
  auto report = ledger::verify(instance.database, verify);
  if (verify.progress) fmt::print(stderr, "\r\x1b[K");
  return report;
}

void verify(Globals& globals, const LedgerOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto report = run_verify(*instance, options, globals.json);
  if (!report.ok()) return globals.fail(report.error());
  fmt::print("{}", globals.json ? report_json(*report) + "\n" : report_text(*report, !options.since.empty()));
  globals.exit_code = report->ok() ? 0 : 1;
}

// What a command prints should hold what happened just before it, also while no server runs.
Result<void> sequence(Instance& instance) {
  return ledger::Sequencer(instance.log, nullptr).flush();
}

void checkpoint(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return;
  if (const auto done = sequence(*instance); !done.ok()) return globals.fail(done.error());
  const auto latest = instance->log.latest_checkpoint();
  if (!latest.ok()) return globals.fail(latest.error());
  fmt::print("{}", latest->note);
}

Result<std::string> prove(Instance& instance, const LedgerOptions& options) {
  MUSTER_CHECK_OK(sequence(instance));
  MUSTER_TRY(const auto proof, instance.log.inclusion_proof(options.event_id));
  return instance.database.read([&](store::Transaction& tx) -> Result<std::string> {
    return ledger::proof_json(proof, instance.log.verifier(), instance.log.witnesses(tx));
  });
}

Result<ledger::ProvenEntry> check(const LedgerOptions& options) {
  ledger::ProofOptions proof;
  if (!options.key.empty()) {
    MUSTER_TRY(proof.log_key, ledger::VerifierKey::parse(options.key));
  }
  MUSTER_TRY(proof.witness_keys, keys_of(options.witness_keys));
  MUSTER_TRY(const std::string text, read_file(options.file, ledger::kProofFileMaxBytes));
  return ledger::check_proof(text, proof);
}

void check_proof(Globals& globals, const LedgerOptions& options) {
  const auto proven = check(options);
  if (proven.ok()) {
    fmt::print("{}", globals.json ? proven_json(*proven) + "\n" : proven_text(*proven));
    return;
  }
  globals.fail(proven.error());
  if (proven.error().code == "proof_wrong") globals.exit_code = 1;  // a finding, not a wrong use
}

void enrol(Globals& globals, const LedgerOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto done = instance->database.write([&](store::Transaction& tx) {
    return instance->log.enrol_witness(tx, options.key, options.url, "system:command_line");
  });
  if (!done.ok()) return globals.fail(done.error());
  fmt::print("Enrolled. The server takes the next checkpoint to {}.\n", options.url);
}

void retire(Globals& globals, const LedgerOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto done = instance->database.write(
      [&](store::Transaction& tx) { return instance->log.retire_witness(tx, options.name, "system:command_line"); });
  if (!done.ok()) return globals.fail(done.error());
  fmt::print("Retired. Its cosignatures stay.\n");
}

void list(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto witnesses =
      instance->database.read([&](store::Transaction& tx) -> Result<std::vector<ledger::EnrolledWitness>> {
        return instance->log.witnesses(tx);
      });
  if (!witnesses.ok()) return globals.fail(witnesses.error());
  for (const auto& witness : *witnesses)
    fmt::print("{}\t{}\tcosigned {}\t{}\n", witness.key.to_text(), witness.url, witness.cosigned_size,
               witness.retired_at ? "retired" : "enrolled");
}

}  // namespace

void add_ledger(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<LedgerOptions>();
  auto* ledger = app.add_subcommand("ledger", "Check the ledger, take checkpoints, prove entries");
  ledger->require_subcommand(1);

  auto* check = ledger->add_subcommand("verify", "Check the whole ledger offline; exit code 1 when anything is wrong");
  check->add_option("--since", options->since,
                    "A checkpoint (file) that was kept outside: finds a database put back or rewritten");
  check->add_option("--key", options->key, "The log's key as it was kept outside (default: that of this instance)");
  check->add_option("--witness-key", options->witness_keys, "A witness's key as it was kept outside; may be repeated");
  check->callback([&globals, options] { verify(globals, *options); });

  ledger->add_subcommand("checkpoint", "Print the newest checkpoint; keep a copy elsewhere")->callback([&globals] {
    checkpoint(globals);
  });
  ledger->add_subcommand("key", "Print the log's key, for witnesses and for those who check proofs")
      ->callback([&globals] {
        if (Instance* instance = globals.open()) fmt::print("{}\n", instance->log.verifier().to_text());
      });

  auto* proof =
      ledger->add_subcommand("prove", "Print the proof that an event is in the ledger, for an outsider to check");
  proof->add_option("event", options->event_id, "The event's id")->required();
  proof->callback([&globals, options] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto text = prove(*instance, *options);
    if (!text.ok()) return globals.fail(text.error());
    fmt::print("{}\n", *text);
  });

  auto* outside =
      ledger->add_subcommand("check-proof", "Check such a proof, without a database; exit code 1 when it is wrong");
  outside->add_option("file", options->file, "The proof's file")->required();
  outside->add_option("--key", options->key, "The log's key as it was kept outside");
  outside->add_option("--witness-key", options->witness_keys,
                      "A witness's key as it was kept outside; may be repeated");
  outside->callback([&globals, options] { check_proof(globals, *options); });

  auto* witness = ledger->add_subcommand("witness", "Enrol, retire and list witnesses");
  witness->require_subcommand(1);
  auto* add = witness->add_subcommand("enrol", "Enrol a witness");
  add->add_option("key", options->key, "Its key, as `muster witness` prints it")->required();
  add->add_option("url", options->url, "Its address")->required();
  add->callback([&globals, options] { enrol(globals, *options); });
  auto* end = witness->add_subcommand("retire", "Retire a witness");
  end->add_option("name", options->name, "Its name")->required();
  end->callback([&globals, options] { retire(globals, *options); });
  witness->add_subcommand("list", "List witnesses")->callback([&globals] { list(globals); });
}

}  // namespace muster::cli
