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

std::string Recorder::new_salt() const {
  std::array<std::uint8_t, 16> bytes;
  random_.fill(bytes);
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string Recorder::record(store::Transaction& tx, const events::Kind& kind, const std::string& actor,
                             const std::string& record_kind, const std::string& record_id,
                             const std::string& body) const {
  const events::Event event{new_id(), kind.name, kind.version, clock_.now(), actor, record_kind, record_id, body};
  const std::string salt = new_salt();
  events::append(tx, event, salt);
  const std::string data = leaf_data(event, commitment(salt, body));
  tx.run(kInsertLeaf, {{"id", event.id}, {"data", data}, {"hash", to_hex(leaf_hash(data))}});
  tx.run(kInsertPending, {{"id", event.id}});
  return event.id;
}

void Recorder::record_all(store::Transaction& tx, std::span<const Happening> happened) const {
  if (happened.empty()) return;
  std::vector<events::Event> all;
  std::vector<std::string> salts;
  const Instant now = clock_.now();
  for (const Happening& e : happened) {
    all.push_back({new_id(), e.kind.name, e.kind.version, now, e.actor, e.record_kind, e.record_id, e.body});
    salts.push_back(new_salt());
  }
  events::append_all(tx, all, salts);
  static constexpr std::string_view kLeaf[] = {"event_id", "data", "hash"};
  static constexpr std::string_view kPending[] = {"event_id"};
  const auto leaves = tx.bulk("ledger_leaf", kLeaf);
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string data = leaf_data(all[i], commitment(salts[i], all[i].body));
    std::string hash = to_hex(leaf_hash(data));
    leaves->row(std::vector<store::Value>{all[i].id, std::move(data), std::move(hash)});
  }
  leaves->finish();
  const auto pending = tx.bulk("ledger_pending", kPending);
  for (const events::Event& e : all) pending->row(std::vector<store::Value>{e.id});
  pending->finish();
}

}  // namespace muster::ledger
