#include "verify_inside.h"
#include <ledger/verify.h>

#include <fmt/format.h>

namespace muster::ledger {

void Report::add(Fault fault) {
  ++total_;
  if (++counts_[fault.what] <= static_cast<std::int64_t>(kFaultsMax)) faults_.push_back(std::move(fault));
}

namespace {

Result<std::optional<CheckpointBody>> outside_checkpoint(const VerifyOptions& options) {
  if (!options.since) return std::optional<CheckpointBody>{};
  const auto note = parse_note(*options.since);
  const auto body = note.ok() ? parse_checkpoint(note->text) : Result<CheckpointBody>(note.error());
  if (!body.ok())
    return invalid("verify_since", "The checkpoint that was kept outside can't be read: " + body.error().sentence);
  if (body->origin != options.log_key.name)
    return invalid("verify_since", "The checkpoint that was kept outside is of another log: " + body->origin + ".");
  if (!verify_note(*note, options.log_key))
    return invalid("verify_since",
                   "The checkpoint that was kept outside does not bear the signature of this log's key.");
  return std::optional<CheckpointBody>(*body);
}

}  // namespace

Result<Report> verify(store::Database& database, const VerifyOptions& options) {
  MUSTER_TRY(const std::optional<CheckpointBody> since, outside_checkpoint(options));
  return database.read([&](store::Transaction& tx) -> Result<Report> {
    Report report;
    const std::int64_t size = checking::Walk(tx, options, since, report).run();
    checking::check_strays(tx, options, size, report);
    for (const Invariant& invariant : options.invariants) invariant.check(tx, report);
    return report;
  });
}

}  // namespace muster::ledger
