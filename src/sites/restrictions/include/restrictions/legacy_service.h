// The operations on legacy blocks. Thread-safe.
#pragma once

#include <ledger/recorder.h>
#include <restrictions/legacy.h>
#include <store/database.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace muster::restrictions {

struct LegacyFilter {
  std::optional<LegacyState> state = {};  // nothing: those that wait
  std::string name_prefix = {};
};
struct LegacyPage {
  std::vector<LegacyBlock> items;  // those that wait the soonest first; with a name_prefix in order of name
  std::string next;                // empty at the end
};
struct LegacyCounts {
  std::array<std::int64_t, kLegacyStateCount> by_state{};
  std::int64_t due_7_days = 0, due_30_days = 0;  // of those that wait; the second holds the first
  std::optional<Instant> next_due;
};

class LegacyService {
 public:
  LegacyService(store::Database& database, const ledger::Recorder& recorder)
      : database_(database), recorder_(recorder) {}

  Result<LegacyBlock> block(const std::string& id) const;  // legacy_unknown
  Result<LegacyPage> list(const LegacyFilter& filter, const std::string& after, int limit) const;
  Result<LegacyCounts> counts() const;
  // What is to be taken out of the other system, in order of name and id: ended without an order, and not waiting again
  // under another import. `after`: "name id" of the last one.
  Result<LegacyPage> removals(const std::string& after, int limit) const;

  // In the caller's transaction, so that case and link stand or fall together. Errors: legacy_unknown, legacy_state.
  Result<LegacyBlock> note_case(store::Transaction& tx, const std::string& id, const std::string& case_id,
                                const std::string& actor) const;
  // An order was issued in that case: the blocks that it was opened from are decided anew. Returns how many; none is no
  // error.
  Result<int> redecide(store::Transaction& tx, const std::string& case_id, const std::string& order_id,
                       const std::string& actor) const;
  // Errors: legacy_unknown, legacy_state, reason_missing, reason_too_long (500 bytes).
  Result<LegacyBlock> withdraw(const std::string& id, const std::string& reason, const std::string& actor) const;
  // Ends what is past its day: at most `limit` in one transaction; returns how many. A job calls it until 0.
  Result<int> lapse_due(int limit = 500) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::restrictions
