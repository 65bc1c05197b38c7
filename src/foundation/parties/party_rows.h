// Rows of the parties' tables as records. Inside of the room.
#pragma once

#include <parties/parties.h>

namespace muster::parties {

Party party_of(const store::Row& row);
Person person_of(const store::Row& row);
RoleAssignment role_of(const store::Row& row);
SigningKey key_of(const store::Row& row);
KeyRegistration registration_of(const store::Row& row);

inline constexpr const char* kPartyKind = "party";
inline constexpr const char* kPersonKind = "person";
inline constexpr const char* kKeyKind = "signing_key";

Error party_not_found();
Error person_not_found();

// Pure rules.
Result<void> check_party(const Party& party);
// "<kind of document>:<number>" in one spelling: kind in lower case, number in upper case without blanks and dashes.
Result<std::string> normal_identity(std::string_view identity);
Result<std::string> checked_name(std::string_view name, const char* code, const char* field);
bool is_email(std::string_view text);  // a plausible addr-spec (RFC 5321), ASCII
// "a1b2 c3d4 …": 16 hex digits of the key's SHA-256.
std::string fingerprint_of(std::string_view spki);

// Locks the person's row and counts its version up; false: no such person.
bool touch_person(store::Transaction& tx, const std::string& person_id);

}  // namespace muster::parties
