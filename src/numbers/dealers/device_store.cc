#include "device_store.h"

namespace muster::dealers {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertDevice{
    "dealer_device_insert",
    "insert into dealer_device(id, dealer_id, person_id, place, label, public_key, enrolled_at, synced_at, "
    "revoked_reason) values(:id, :dealer, :person, :place, :label, :key, :at, :at, '')"};
constexpr Sql kDevice{"dealer_device_get", "select * from dealer_device where id = :id"};
constexpr Sql kDeviceByKey{"dealer_device_by_key", "select * from dealer_device where public_key = :key"};
constexpr Sql kDevices{"dealer_device_list",
                       "select * from dealer_device where dealer_id = :dealer and id > :after order by id limit "
                       ":limit"};
constexpr Sql kDevicesOfPerson{"dealer_device_of_person",
                               "select * from dealer_device where dealer_id = :dealer and person_id = :person and "
                               "revoked_at is null"};
constexpr Sql kSynced{"dealer_device_synced",
                      "update dealer_device set synced_at = :at where id = :id and synced_at < :at"};
constexpr Sql kRevoke{"dealer_device_revoke",
                      "update dealer_device set revoked_at = :now, revoked_reason = :reason where id = :id and "
                      "revoked_at is null"};
constexpr Sql kInsertCode{"dealer_code_insert",
                          "insert into dealer_code(code_index, dealer_id, person_id, place, issued_by, issued_at, "
                          "expires_at) values(:index, :dealer, :person, :place, :by, :at, :expires)"};
constexpr Sql kCode{"dealer_code_get", "select * from dealer_code where code_index = :index"};
constexpr Sql kUseCode{"dealer_code_use", "update dealer_code set device_id = :device where code_index = :index"};
constexpr Sql kSweepCodes{"dealer_code_sweep",
                          "delete from dealer_code where expires_at < :before and device_id is null"};
constexpr Sql kInsertKey{"dealer_packet_key_insert",
                         "insert into dealer_packet_key(id, public_key, made_at) values(:id, :key, :at)"};
constexpr Sql kKey{"dealer_packet_key_get", "select * from dealer_packet_key where id = :id"};
constexpr Sql kLiveKey{"dealer_packet_key_live", "select * from dealer_packet_key where retired_at is null"};
constexpr Sql kRetireKey{"dealer_packet_key_retire",
                         "update dealer_packet_key set retired_at = :now where id = :id and retired_at is null"};

Device device_of(const Row& row) {
  Device d;
  d.id = row.text("id");
  d.dealer_id = row.text("dealer_id");
  d.person_id = row.text("person_id");
  d.place = row.text("place");
  d.label = row.text("label");
  d.public_key = row.text("public_key");
  d.enrolled_at = row.instant("enrolled_at");
  d.synced_at = row.instant("synced_at");
  d.revoked_at = row.maybe_instant("revoked_at");
  d.revoked_reason = row.text("revoked_reason");
  return d;
}
std::vector<Device> devices(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Device> out;
  for (const Row& row : tx.query(sql, binds)) out.push_back(device_of(row));
  return out;
}
std::optional<PacketKey> packet_key(const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  return PacketKey{row->text("id"), row->text("public_key"), row->instant("made_at"), row->maybe_instant("retired_at")};
}

}  // namespace

void insert(store::Transaction& tx, const Device& d) {
  tx.run(kInsertDevice, {{"id", d.id},
                         {"dealer", d.dealer_id},
                         {"person", d.person_id},
                         {"place", d.place},
                         {"label", d.label},
                         {"key", d.public_key},
                         {"at", d.enrolled_at}});
}
std::optional<Device> find_device(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kDevice, {{"id", id}});
  return row ? std::optional(device_of(*row)) : std::nullopt;
}
std::optional<Device> find_device_by_key(store::Transaction& tx, const std::string& public_key) {
  const auto row = tx.one(kDeviceByKey, {{"key", public_key}});
  return row ? std::optional(device_of(*row)) : std::nullopt;
}
std::vector<Device> devices_of(store::Transaction& tx, const std::string& dealer_id, const std::string& after,
                               int limit) {
  return devices(tx, kDevices, {{"dealer", dealer_id}, {"after", after}, {"limit", limit}});
}
std::vector<Device> devices_of_person(store::Transaction& tx, const std::string& dealer_id,
                                      const std::string& person_id) {
  return devices(tx, kDevicesOfPerson, {{"dealer", dealer_id}, {"person", person_id}});
}
void set_synced(store::Transaction& tx, const std::string& id, Instant at) {
  tx.run(kSynced, {{"id", id}, {"at", at}});
}
bool revoke(store::Transaction& tx, const std::string& id, const std::string& reason, Instant now) {
  return tx.run(kRevoke, {{"id", id}, {"reason", reason}, {"now", now}}) == 1;
}

void insert(store::Transaction& tx, const Code& c) {
  tx.run(kInsertCode, {{"index", c.code_index},
                       {"dealer", c.dealer_id},
                       {"person", c.person_id},
                       {"place", c.place},
                       {"by", c.issued_by},
                       {"at", c.issued_at},
                       {"expires", c.expires_at}});
}
std::optional<Code> find_code(store::Transaction& tx, const std::string& code_index) {
  const auto row = tx.one(kCode, {{"index", code_index}});
  if (!row) return std::nullopt;
  return Code{row->text("code_index"), row->text("dealer_id"),    row->text("person_id"),     row->text("place"),
              row->text("issued_by"),  row->instant("issued_at"), row->instant("expires_at"), row->text("device_id")};
}
void use_code(store::Transaction& tx, const std::string& code_index, const std::string& device_id) {
  tx.run(kUseCode, {{"index", code_index}, {"device", device_id}});
}
int sweep_codes(store::Transaction& tx, Instant expired_before) {
  return static_cast<int>(tx.run(kSweepCodes, {{"before", expired_before}}));
}

void insert(store::Transaction& tx, const PacketKey& key) {
  tx.run(kInsertKey, {{"id", key.id}, {"key", key.public_key}, {"at", key.made_at}});
}
std::optional<PacketKey> find_packet_key(store::Transaction& tx, const std::string& id) {
  return packet_key(tx.one(kKey, {{"id", id}}));
}
std::optional<PacketKey> live_packet_key(store::Transaction& tx) {
  return packet_key(tx.one(kLiveKey));
}
void retire_packet_key(store::Transaction& tx, const std::string& id, Instant now) {
  tx.run(kRetireKey, {{"id", id}, {"now", now}});
}

}  // namespace muster::dealers
