#include <testing/tombstone.h>

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr store::Sql kTombstone{
    "evidence_tombstone",
    "select run_id, at, rule, term, policy_sha256, path, sha256, destroyed_by from evidence_destroyed where run_id = "
    ":id"};

}  // namespace

std::optional<Tombstone> tombstone_of(store::Transaction& tx, const std::string& run_id) {
  const auto row = tx.one(kTombstone, {{"id", run_id}});
  if (!row) return {};
  return Tombstone{row->text("run_id"),        row->instant("at"), row->text("rule"),   row->text("term"),
                   row->text("policy_sha256"), row->text("path"),  row->text("sha256"), row->text("destroyed_by")};
}

std::string to_text(const Tombstone& tombstone) {
  return fmt::format("destroyed on {} under {} ({})", to_day(tombstone.at), tombstone.rule, tombstone.term);
}

Error destroyed_error(const Tombstone& tombstone) {
  return not_found(
      "evidence_destroyed",
      fmt::format("The evidence of this test was {}. Its digest stays in the ledger.", to_text(tombstone)));
}

}  // namespace muster::testing
