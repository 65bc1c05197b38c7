// No other SIM into a line, by the word of its holder: the way in of who takes over a number is a new SIM. The schema
// refuses it too (sim_swap_locked). A lock ends with the holder's interval. Within the caller's transaction.
#pragma once

#include <lines/records.h>

namespace muster::lines {

struct SimLock {
  std::string id, line_id, ownership_id;
  Instant from;
  std::string set_by;
};

inline constexpr events::Kind kSimLocked{"line.sim_locked", 1, "The holder locked the SIM of a line."};
inline constexpr events::Kind kSimUnlocked{"line.sim_unlocked", 1, "The lock of a line's SIM was lifted."};

// Of the holder of now; nothing: none.
std::optional<SimLock> open_sim_lock(store::Transaction& tx, const std::string& line_id);
// Locked already: nothing happens. Errors: line_state (nobody holds the line).
Result<void> lock_sim(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                      const std::string& line_id);
// `reason`: a code ("holder_asked", "phone_lost" …). Not locked: nothing happens. Errors: reason_missing.
Result<void> unlock_sim(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                        const std::string& line_id, const std::string& reason);

Error sim_swap_locked();

}  // namespace muster::lines
