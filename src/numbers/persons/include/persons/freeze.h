// No new line in a person's name, by the person's own word. Registration asks within its own transaction, and so does
// the schema: once `freeze` has committed, no registration in that name commits any more.
#pragma once

#include <ledger/recorder.h>
#include <persons/holder.h>
#include <store/database.h>

#include <set>
#include <string>
#include <vector>

namespace muster::persons {

inline constexpr events::Kind kFrozen{"holder.frozen", 1,
                                      "A person asked that no new line be registered in their name."};
inline constexpr events::Kind kUnfrozen{"holder.unfrozen", 1,
                                        "A person lets new lines be registered in their name again."};

// `holder_id`: the record that counts for the person. Frozen already, or not frozen: nothing happens, and no event.
// Errors: holder_unknown, holder_destroyed.
Result<void> freeze(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                    const std::string& holder_id);
Result<void> unfreeze(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                      const std::string& holder_id);
// Which of these records are frozen themselves.
std::set<std::string> frozen(store::Transaction& tx, const std::vector<std::string>& holder_ids);

}  // namespace muster::persons
