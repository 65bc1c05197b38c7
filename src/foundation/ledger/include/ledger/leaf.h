// What is hashed into the log for an event. The body goes in as a salted commitment, so that it can be destroyed later
// without breaking a proof.
#pragma once

#include <base/bytes.h>
#include <events/event.h>

#include <string>

namespace muster::ledger {

// SHA-256(salt bytes ‖ body).
Hash commitment(const std::string& salt_hex, std::string_view body);
// Seven lines, each ended by \n: "muster-leaf/1", event id, micros, kind/version, actor, record_kind/record_id,
// commitment in hex.
std::string leaf_data(const events::Event& event, const Hash& commitment);
// RFC 9162 §2.1.1: SHA-256(0x00 ‖ data).
Hash leaf_hash(std::string_view data);

}  // namespace muster::ledger
