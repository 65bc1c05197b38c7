// SQL of closings. Inside of the room.
#pragma once

#include <registration/closing.h>

namespace muster::registration {

void insert(store::Transaction& tx, const Closing& closing);
std::optional<Closing> find_closing(store::Transaction& tx, const std::string& id);
std::optional<Closing> open_closing(store::Transaction& tx, const std::string& line_id);
std::vector<Closing> closings_of_holder(store::Transaction& tx, const std::string& holder_id, const std::string& after,
                                        int limit);
std::vector<Closing> closings_of_excess(store::Transaction& tx, const std::string& excess_id);
// Open ones with `next_at` up to `until`, after the one named.
std::vector<Closing> open_closings(store::Transaction& tx, Instant until, Instant after_at, const std::string& after_id,
                                   int limit);
bool change(store::Transaction& tx, const Closing& closing);  // false: it is at another version

// Opens one and tells the holder. The line's first step is taken by the next tick.
Result<void> open_one(store::Transaction& tx, const ledger::Recorder& recorder, const policy::Policy& policy,
                      Closing& closing);
// Ends it without closing the line, and undoes what it did to the line.
Result<void> end_closing(store::Transaction& tx, const ledger::Recorder& recorder, const policy::Policy& policy,
                         Closing& closing, ClosingState to, const std::string& actor, const std::string& reason);
// The line went another way: passed on, disconnected, taken back.
void overtake_closing(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& line_id,
                      const std::string& actor);

}  // namespace muster::registration
