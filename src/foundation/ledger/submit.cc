// Takes checkpoints to the witnesses (C2SP tlog-witness, the client's side).
#include <base/log.h>
#include <base/text.h>
#include <ledger/sequencer.h>

#include <charconv>

#include <fmt/format.h>

namespace muster::ledger {
namespace {

Error behind(const std::string& name, std::int64_t theirs, std::int64_t ours) {
  return internal_error(
      "ledger_behind",
      fmt::format("Witness {} has cosigned a tree of {} entries; this one has {}. The database was put back to an "
                  "older state or is a copy. Run muster ledger verify --since with a checkpoint from outside.",
                  name, theirs, ours));
}
Error rewritten(const std::string& name, std::int64_t size) {
  return internal_error(
      "ledger_behind",
      fmt::format("Witness {} has cosigned another tree than this one of {} entries: the history was rewritten. "
                  "Run muster ledger verify --since with a checkpoint from outside.",
                  name, size));
}

// −1 when the answer names none.
std::int64_t size_of(const WitnessAnswer& answer) {
  if (answer.status != 409) return -1;
  const auto text = trim(answer.body);
  std::int64_t n = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (fault != std::errc{} || end != text.data() + text.size() || n < 0) return -1;
  return n;
}

// The cosignature of the witness's key in the lines of an answer; those of unknown keys are left aside.
std::optional<NoteSignature> cosignature_in(const WitnessAnswer& answer, const VerifierKey& key) {
  for (const auto line : split(answer.body, '\n')) {
    const auto signature = parse_signature_line(line);
    if (signature.ok() && signature->name == key.name && signature->key_id == key.id()) return *signature;
  }
  return std::nullopt;
}

struct Target {
  EnrolledWitness witness;
  Checkpoint checkpoint;
};

// One exchange and, when the witness has another size than we think, a second one.
Result<bool> submit(const Log& log, WitnessTransport& transport, const Target& target) {
  const auto& [witness, checkpoint] = target;
  std::int64_t old_size = witness.cosigned_size;
  for (int attempt = 0; attempt < 2; ++attempt) {
    MUSTER_TRY(const merkle::Proof proof, log.consistency_proof(old_size, checkpoint.size));
    const auto answer = transport.add_checkpoint(witness.url, add_checkpoint_request(old_size, proof, checkpoint.note));
    if (!answer.ok()) {
      log::warning("LEDGER-002", "A witness can't be reached; it is tried again.", {{"witness", witness.name}});
      return false;
    }
    if (answer->status == 200) {
      const auto signature = cosignature_in(*answer, witness.key);
      if (!signature)
        return refused("cosignature_wrong", "Witness " + witness.name + " answered without its cosignature.");
      MUSTER_CHECK_OK(log.add_cosignature(checkpoint.size, witness.name, *signature));
      return true;
    }
    const std::int64_t theirs = size_of(*answer);
    if (answer->status == 422 || theirs == old_size) return rewritten(witness.name, checkpoint.size);
    if (theirs < 0) {
      log::warning("LEDGER-003", "A witness refuses a checkpoint.",
                   {{"witness", witness.name}, {"status", std::int64_t{answer->status}}});
      return false;
    }
    if (theirs > checkpoint.size) return behind(witness.name, theirs, checkpoint.size);
    old_size = theirs;
  }
  return false;
}

}  // namespace

Result<int> submit_to_witnesses(const Log& log, WitnessTransport& transport) {
  const auto targets = log.database().read([&](store::Transaction& tx) -> Result<std::vector<Target>> {
    std::vector<Target> out;
    const auto latest = log.latest_checkpoint(tx);
    if (!latest) return out;
    for (const EnrolledWitness& witness : log.witnesses(tx))
      if (!witness.retired_at && witness.cosigned_size < latest->size) out.push_back({witness, *latest});
    return out;
  });
  MUSTER_CHECK_OK(targets);
  int stored = 0;
  std::optional<Error> worst;
  for (const Target& target : *targets) {
    const auto done = submit(log, transport, target);
    if (!done.ok()) {
      log::error("LEDGER-004", "A witness contradicts this ledger, or its cosignature is wrong.",
                 {{"witness", target.witness.name}, {"code", done.error().code}});
      worst = done.error();
    } else {
      stored += *done ? 1 : 0;
    }
  }
  if (worst) return *worst;
  return stored;
}

}  // namespace muster::ledger
