// One checkpoint: row, note, signature of the log, cosignatures.
#include "verify_inside.h"
#include <ledger/cosignature.h>

#include <fmt/format.h>

namespace muster::ledger::checking {
namespace {

using store::Sql;

constexpr Sql kRange{
    "verify_checkpoints",
    "select size, root, note, at from ledger_checkpoint where size > :from and size <= :to order by size"};
constexpr Sql kLast{"verify_checkpoint_last",
                    "select size, root, note, at from ledger_checkpoint order by size desc limit 1"};
constexpr Sql kWitnesses{"verify_witnesses", "select name, verifier from ledger_witness order by name"};
constexpr Sql kCosignatures{"verify_cosignatures",
                            "select witness, line from ledger_cosignature where size = :size order by witness"};

StoredCheckpoint checkpoint_of(const store::Row& row) {
  return {row.integer("size"), row.text("root"), row.text("note"), row.instant("at")};
}

bool right_cosignature(const std::string& text, const std::string& line, const WitnessKeys& witnesses,
                       const std::string& name) {
  const auto key = witnesses.find(name);
  if (key == witnesses.end() || line.empty() || line.back() != '\n') return false;
  const auto signature = parse_signature_line(std::string_view(line).substr(0, line.size() - 1));
  return signature.ok() && verify_cosignature(text, *signature, key->second).has_value();
}

}  // namespace

std::vector<StoredCheckpoint> read_checkpoints(store::Transaction& tx, std::int64_t from, std::int64_t to) {
  std::vector<StoredCheckpoint> out;
  for (const auto& row : tx.query(kRange, {{"from", from}, {"to", to}})) out.push_back(checkpoint_of(row));
  return out;
}

std::optional<StoredCheckpoint> last_checkpoint(store::Transaction& tx) {
  const auto row = tx.one(kLast);
  if (!row) return std::nullopt;
  return checkpoint_of(*row);
}

std::optional<CheckpointBody> signed_body(const StoredCheckpoint& checkpoint, const VerifierKey& log_key) {
  const auto note = parse_note(checkpoint.note);
  if (!note.ok() || !verify_note(*note, log_key)) return std::nullopt;
  const auto body = parse_checkpoint(note->text);
  if (!body.ok() || body->origin != log_key.name) return std::nullopt;
  return *body;
}

WitnessKeys witness_keys(store::Transaction& tx, const VerifyOptions& options, Report& report) {
  WitnessKeys out;
  for (const auto& key : options.witness_keys) out[key.name] = key;
  for (const auto& row : tx.query(kWitnesses)) {
    const auto key = VerifierKey::parse(row.text("verifier"));
    const auto given = out.find(row.text("name"));
    // A key that was given by the one who verifies counts more than the one that the database names.
    if (!key.ok() || key->name != row.text("name") || (given != out.end() && *key != given->second))
      report.add({"witness_changed",
                  "The key of witness " + row.text("name") + " is not the one that it was enrolled with.",
                  -1,
                  -1,
                  {}});
    else if (given == out.end())
      out[key->name] = *key;
  }
  return out;
}

void check_checkpoint(store::Transaction& tx, const StoredCheckpoint& checkpoint, const VerifyOptions& options,
                      const WitnessKeys& witnesses, Report& report) {
  ++report.checkpoints;
  const std::int64_t last = checkpoint.size - 1;
  const auto body = signed_body(checkpoint, options.log_key);
  if (!body) {
    report.add({"checkpoint_signature",
                fmt::format("The checkpoint of size {} is not signed by this log.", checkpoint.size),
                -1,
                last,
                {}});
    return;
  }
  if (body->size != checkpoint.size || to_hex(body->root) != checkpoint.root)
    report.add({"checkpoint_changed",
                fmt::format("The checkpoint of size {} says something else than its signed note.", checkpoint.size),
                -1,
                last,
                {}});
  const auto note = parse_note(checkpoint.note);
  for (const auto& row : tx.query(kCosignatures, {{"size", checkpoint.size}})) {
    ++report.cosignatures;
    if (right_cosignature(note->text, row.text("line"), witnesses, row.text("witness")))
      report.witnessed_size = std::max(report.witnessed_size, checkpoint.size);
    else
      report.add({"cosignature_wrong",
                  fmt::format("The cosignature of {} under the checkpoint of size {} is wrong.", row.text("witness"),
                              checkpoint.size),
                  -1,
                  last,
                  {}});
  }
}

}  // namespace muster::ledger::checking
