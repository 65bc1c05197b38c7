// What an authority is asked, and when it is asked again: of registrations and of transfers. Inside of the room.
#pragma once

#include <policy/policy.h>
#include <registration/authority.h>
#include <store/database.h>
#include <vault/vault.h>

namespace muster::registration {

inline constexpr Duration kAskingTime = std::chrono::minutes(2);  // then another process may ask

// Reads the person's data from the vault; the reading is in the ledger.
Result<Question> question_about(store::Transaction& tx, const vault::Vault& vault, const std::string& id,
                                const std::string& holder_id, const std::string& document_id);
// Codes alone of what an authority said; never its words.
std::vector<std::string> denial_codes(const std::vector<std::string>& said);
// Doubled with each question, at most an hour apart.
Instant next_question(const policy::Policy& policy, Instant now, std::int64_t checks);

}  // namespace muster::registration
