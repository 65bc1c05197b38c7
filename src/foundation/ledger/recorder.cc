#include <ledger/leaf.h>
#include <ledger/recorder.h>

#include <fmt/format.h>

namespace muster::ledger {
namespace {

constexpr store::Sql kInsertLeaf{"ledger_leaf_insert",
                                 "insert into ledger_leaf(event_id, data, hash) values(:id, :data, :hash)"};
constexpr store::Sql kInsertPending{"ledger_pending_insert", "insert into ledger_pending(event_id) values(:id)"};

}  // namespace

Hash commitment(const std::string& salt_hex, std::string_view body) {
  const auto salt = from_hex(salt_hex);
  return sha256((salt.ok() ? *salt : salt_hex) + std::string(body));
}

std::string leaf_data(const events::Event& event, const Hash& commitment) {
  return fmt::format("muster-leaf/1\n{}\n{}\n{}/{}\n{}\n{}/{}\n{}\n", event.id, event.at.micros, event.kind,
                     event.version, event.actor, event.record_kind, event.record_id, to_hex(commitment));
}

Hash leaf_hash(std::string_view data) {
  return sha256(std::string(1, '\0') + std::string(data));
}

std::string Recorder::record(store::Transaction& tx, const events::Kind& kind, const std::string& actor,
                             const std::string& record_kind, const std::string& record_id,
                             const std::string& body) const {
  const events::Event event{new_id(), kind.name, kind.version, clock_.now(), actor, record_kind, record_id, body};
  std::array<std::uint8_t, 16> salt_bytes;
  random_.fill(salt_bytes);
  const std::string salt = to_hex({reinterpret_cast<const char*>(salt_bytes.data()), salt_bytes.size()});
  events::append(tx, event, salt);
  const std::string data = leaf_data(event, commitment(salt, body));
  tx.run(kInsertLeaf, {{"id", event.id}, {"data", data}, {"hash", to_hex(leaf_hash(data))}});
  tx.run(kInsertPending, {{"id", event.id}});
  return event.id;
}

}  // namespace muster::ledger
