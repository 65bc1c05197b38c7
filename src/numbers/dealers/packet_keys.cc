#include "packet_keys.h"

#include "seal.h"
#include <base/bytes.h>

namespace muster::dealers {
namespace {

constexpr const char* kPrivateField = "private_key";
constexpr const char* kKeeper = "system:dealers";

}  // namespace

Result<PacketKey> make_packet_key(store::Database& database, const ledger::Recorder& recorder,
                                  const vault::Vault& vault, const std::string& actor) {
  MUSTER_TRY(const SealKey made, make_seal_key());
  return database.write([&](store::Transaction& tx) -> Result<PacketKey> {
    const Instant now = recorder.clock().now();
    if (const auto before = live_packet_key(tx)) retire_packet_key(tx, before->id, now);
    PacketKey key{recorder.new_id(), to_base64(made.public_point), now};
    MUSTER_CHECK_OK(vault.put(tx, key.id, kPrivateField, to_base64(made.private_der)));
    insert(tx, key);
    recorder.record(tx, kKeyMade, actor, "dealer_packet_key", key.id);
    return key;
  });
}

Result<PacketKey> live_or_new_key(store::Database& database, const ledger::Recorder& recorder,
                                  const vault::Vault& vault) {
  MUSTER_TRY(const auto live, database.read([&](store::Transaction& tx) -> Result<std::optional<PacketKey>> {
    return live_packet_key(tx);
  }));
  if (live) return *live;
  return make_packet_key(database, recorder, vault, kKeeper);
}

Result<std::string> private_part(store::Transaction& tx, const vault::Vault& vault, const std::string& key_id) {
  MUSTER_TRY(const std::string text, vault.get(tx, key_id, kPrivateField, "open_packets", kKeeper));
  return from_base64(text);
}

}  // namespace muster::dealers
