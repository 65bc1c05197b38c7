// Keys to which devices seal, and the check of what they sign. Inside of the room.
#pragma once

#include "device_store.h"
#include <ledger/recorder.h>
#include <vault/vault.h>

namespace muster::dealers {

// Retires the key before it. The private part goes to the vault, under the key's id.
Result<PacketKey> make_packet_key(store::Database& database, const ledger::Recorder& recorder,
                                  const vault::Vault& vault, const std::string& actor);
Result<PacketKey> live_or_new_key(store::Database& database, const ledger::Recorder& recorder,
                                  const vault::Vault& vault);
// The private part, PKCS #8. Each reading is in the ledger.
Result<std::string> private_part(store::Transaction& tx, const vault::Vault& vault, const std::string& key_id);

// `signature`: base64url of r ‖ s. Errors: signature_*.
Result<void> check_signature(const Device& device, const std::string& text, const std::string& signature);

}  // namespace muster::dealers
