#include "packet_store.h"

#include <base/bytes.h>
#include <base/text.h>
#include <base/words.h>

#include <boost/json.hpp>

namespace muster::dealers {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertPacket{
    "dealer_packet_insert",
    "insert into dealer_packet(id, device_id, dealer_id, request_index, sha256, size, held, key_id, corrects_id, "
    "state, state_since, captured_at, begun_at, faults, version) values(:id, :device, :dealer, :request, :sha256, "
    ":size, 0, :key, :corrects, :state, :since, :captured, :begun, '[]', 1)"};
constexpr Sql kPacket{"dealer_packet_get", "select * from dealer_packet where id = :id"};
constexpr Sql kPacketByRequest{"dealer_packet_by_request", "select * from dealer_packet where request_index = :index"};
constexpr Sql kChangePacket{
    "dealer_packet_change",
    "update dealer_packet set held = :held, state = :state, state_since = :since, received_at = :received, "
    "registration_id = :registration, faults = :faults, document_index = :document, identity_index = :identity, "
    "index_generation = :generation, version = :version where id = :id and version = :version - 1"};
constexpr Sql kReceivingOf{"dealer_packet_receiving",
                           "select count(*) as n from (select id from dealer_packet where device_id = :device and "
                           "state = 'receiving' limit :limit) as begun"};
constexpr Sql kOfDevice{"dealer_packet_of_device",
                        "select * from dealer_packet where device_id = :id and (:before = '' or id < :before) order by "
                        "id desc limit :limit"};
constexpr Sql kOfDealer{"dealer_packet_of_dealer",
                        "select * from dealer_packet where dealer_id = :id and (:before = '' or id < :before) order by "
                        "id desc limit :limit"};
constexpr Sql kReceived{"dealer_packet_received",
                        "select id from dealer_packet where state = 'received' order by id limit :limit"};
constexpr Sql kStale{"dealer_packet_stale",
                     "select * from dealer_packet where state = :state and state in ('receiving', 'refused') and "
                     "state_since < :before order by state_since, id limit :limit"};
constexpr Sql kAddPart{"dealer_packet_part_insert",
                       "insert into dealer_packet_part(packet_id, at_byte, bytes) values(:id, :at, :bytes)"};
constexpr Sql kParts{"dealer_packet_part_list",
                     "select bytes from dealer_packet_part where packet_id = :id order by at_byte"};
constexpr Sql kDropParts{"dealer_packet_part_drop", "delete from dealer_packet_part where packet_id = :id"};
constexpr Sql kAddPicture{"dealer_picture_insert",
                          "insert into dealer_picture(picture_index, packet_id) values(:index, :id) on "
                          "conflict(picture_index, packet_id) do nothing"};
constexpr Sql kActs{"dealer_packet_acts",
                    "select p.*, r.holder_id, coalesce(r.place, '') as place from dealer_packet p left join "
                    "registration r on r.id = p.registration_id where p.dealer_id = :dealer and p.id >= :from and p.id "
                    "< :until and p.state in ('accepted', 'refused', 'corrected', 'expired') order by p.id limit "
                    ":limit"};
constexpr Sql kPictures{"dealer_picture_of_packet",
                        "select picture_index from dealer_picture where packet_id = :id order by picture_index"};
constexpr Sql kRegistrations{
    "dealer_registration_acts",
    "select r.captured_at, r.device, r.place, r.holder_id from registration r where r.dealer_id = :dealer and r.id >= "
    ":from and r.id < :until and not exists(select 1 from dealer_device d where d.id = r.device) order by r.id limit "
    ":limit"};
constexpr Sql kIdentities{"dealer_packet_identities",
                          "select count(distinct identity_index) as n from dealer_packet where document_index = :index "
                          "and id >= :since and identity_index is not null"};
constexpr Sql kPersons{"dealer_picture_persons",
                       "select count(distinct p.document_index) as n from dealer_picture i join dealer_packet p on "
                       "p.id = i.packet_id where i.picture_index = :index and i.packet_id >= :since"};

std::string faults_json(const std::vector<Fault>& faults) {
  std::string out;
  for (const Fault& f : faults)
    out += (out.empty() ? "[" : ",[") + json_quote(f.code) + "," + json_quote(f.field) + "," + json_quote(f.sentence) +
           "]";
  return "[" + out + "]";
}
std::vector<Fault> faults_of(const std::string& text) {
  std::vector<Fault> out;
  const boost::json::value all = boost::json::parse(text);
  for (const boost::json::value& fault : all.as_array()) {
    const auto part = [&](std::size_t i) { return std::string(fault.as_array().at(i).as_string()); };
    out.push_back({part(0), part(1), part(2)});
  }
  return out;
}
std::optional<std::string> null_if_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

Packet packet_of(const Row& row) {
  Packet p;
  p.id = row.text("id");
  p.device_id = row.text("device_id");
  p.dealer_id = row.text("dealer_id");
  p.request_index = row.text("request_index");
  p.sha256 = row.text("sha256");
  p.size = row.integer("size");
  p.held = row.integer("held");
  p.key_id = row.text("key_id");
  p.corrects_id = row.text("corrects_id");
  p.state = known(packet_state(row.text("state")));
  p.state_since = row.instant("state_since");
  p.captured_at = row.instant("captured_at");
  p.begun_at = row.instant("begun_at");
  p.received_at = row.maybe_instant("received_at");
  p.registration_id = row.text("registration_id");
  p.faults = faults_of(row.text("faults"));
  p.document_index = row.text("document_index");
  p.identity_index = row.text("identity_index");
  p.index_generation = row.integer("index_generation");
  p.version = row.integer("version");
  return p;
}
std::vector<Packet> packets(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Packet> out;
  for (const Row& row : tx.query(sql, binds)) out.push_back(packet_of(row));
  return out;
}
int count_of(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  return static_cast<int>(tx.one(sql, binds)->integer("n"));
}

}  // namespace

void insert(store::Transaction& tx, const Packet& p) {
  tx.run(kInsertPacket, {{"id", p.id},
                         {"device", p.device_id},
                         {"dealer", p.dealer_id},
                         {"request", p.request_index},
                         {"sha256", p.sha256},
                         {"size", p.size},
                         {"key", p.key_id},
                         {"corrects", null_if_none(p.corrects_id)},
                         {"state", to_text(p.state)},
                         {"since", p.state_since},
                         {"captured", p.captured_at},
                         {"begun", p.begun_at}});
}
std::optional<Packet> find_packet(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kPacket, {{"id", id}});
  return row ? std::optional(packet_of(*row)) : std::nullopt;
}
std::optional<Packet> find_packet_by_request(store::Transaction& tx, const std::string& request_index) {
  const auto row = tx.one(kPacketByRequest, {{"index", request_index}});
  return row ? std::optional(packet_of(*row)) : std::nullopt;
}
bool change(store::Transaction& tx, const Packet& p) {
  return tx.run(kChangePacket, {{"id", p.id},
                                {"held", p.held},
                                {"state", to_text(p.state)},
                                {"since", p.state_since},
                                {"received", p.received_at},
                                {"registration", null_if_none(p.registration_id)},
                                {"faults", faults_json(p.faults)},
                                {"document", null_if_none(p.document_index)},
                                {"identity", null_if_none(p.identity_index)},
                                {"generation", p.index_generation},
                                {"version", p.version}}) == 1;
}
int receiving_of(store::Transaction& tx, const std::string& device_id, int at_most) {
  return count_of(tx, kReceivingOf, {{"device", device_id}, {"limit", at_most}});
}
std::vector<Packet> packets_of_device(store::Transaction& tx, const std::string& device_id, const std::string& before,
                                      int limit) {
  return packets(tx, kOfDevice, {{"id", device_id}, {"before", before}, {"limit", limit}});
}
std::vector<Packet> packets_of_dealer(store::Transaction& tx, const std::string& dealer_id, const std::string& before,
                                      int limit) {
  return packets(tx, kOfDealer, {{"id", dealer_id}, {"before", before}, {"limit", limit}});
}
std::vector<std::string> received_packets(store::Transaction& tx, int limit) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kReceived, {{"limit", limit}})) out.push_back(row.text("id"));
  return out;
}
std::vector<Packet> stale_packets(store::Transaction& tx, PacketState state, Instant since_before, int limit) {
  return packets(tx, kStale, {{"state", to_text(state)}, {"before", since_before}, {"limit", limit}});
}

void add_part(store::Transaction& tx, const std::string& packet_id, std::int64_t at_byte, std::string_view bytes) {
  tx.run(kAddPart, {{"id", packet_id}, {"at", at_byte}, {"bytes", to_base64(bytes)}});
}
Result<std::string> parts_of(store::Transaction& tx, const std::string& packet_id) {
  std::string out;
  for (const Row& row : tx.query(kParts, {{"id", packet_id}})) {
    MUSTER_TRY(const std::string bytes, from_base64(row.text("bytes")));
    out += bytes;
  }
  return out;
}
void drop_parts(store::Transaction& tx, const std::string& packet_id) {
  tx.run(kDropParts, {{"id", packet_id}});
}
void add_picture(store::Transaction& tx, const std::string& picture_index, const std::string& packet_id) {
  tx.run(kAddPicture, {{"index", picture_index}, {"id", packet_id}});
}

std::vector<Act> acts_of_packets(store::Transaction& tx, const std::string& dealer_id, const std::string& from_id,
                                 const std::string& until_id, int limit) {
  std::vector<Act> out;
  std::vector<std::string> ids;
  for (const Row& row :
       tx.query(kActs, {{"dealer", dealer_id}, {"from", from_id}, {"until", until_id}, {"limit", limit}})) {
    ids.push_back(row.text("id"));
    out.push_back({row.instant("captured_at"),
                   row.text("device_id"),
                   row.text("place"),
                   row.text("state") == to_text(PacketState::accepted),
                   row.text("document_index"),
                   row.text("identity_index"),
                   {},
                   row.text("holder_id")});
  }
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const Row& row : tx.query(kPictures, {{"id", ids[i]}})) out[i].pictures.push_back(row.text("picture_index"));
  return out;
}
std::vector<Act> acts_of_registrations(store::Transaction& tx, const std::string& dealer_id, const std::string& from_id,
                                       const std::string& until_id, int limit) {
  std::vector<Act> out;
  for (const Row& row :
       tx.query(kRegistrations, {{"dealer", dealer_id}, {"from", from_id}, {"until", until_id}, {"limit", limit}}))
    out.push_back(
        {row.instant("captured_at"), row.text("device"), row.text("place"), true, "", "", {}, row.text("holder_id")});
  return out;
}
int identities_of(store::Transaction& tx, const std::string& document_index, const std::string& since_id) {
  return count_of(tx, kIdentities, {{"index", document_index}, {"since", since_id}});
}
int persons_of(store::Transaction& tx, const std::string& picture_index, const std::string& since_id) {
  return count_of(tx, kPersons, {{"index", picture_index}, {"since", since_id}});
}

}  // namespace muster::dealers
