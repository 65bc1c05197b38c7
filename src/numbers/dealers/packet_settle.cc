// A whole packet is opened and becomes a registration, or is refused with every reason.
#include "content.h"
#include "dealer_store.h"
#include "device_store.h"
#include "faults.h"
#include "packet_faults.h"
#include "packet_keys.h"
#include "packet_store.h"
#include "seal.h"
#include <base/bytes.h>
#include <base/text.h>
#include <persons/records.h>
#include <persons/rules.h>
#include <registration/records.h>

#include <dealers/packets.h>
#include <fmt/format.h>

namespace muster::dealers {
namespace {

constexpr const char* kSettler = "system:dealers";

// Hashes by which the same document and the same identity are found again; "" where there is no form.
void index_person(Packet& packet, const vault::IndexKeys& keys, const registration::Capture& c, Instant now) {
  const auto category = persons::category(c.category).value_or(persons::Category::citizen);
  const auto document = persons::check_document(c.document, category, now).document;
  const auto identity = persons::check_identity(c.identity, now).identity;
  if (!document.number.empty()) packet.document_index = persons::document_index(keys, document).value;
  if (!identity.name.empty()) packet.identity_index = persons::identity_index(keys, identity).value;
  packet.index_generation = keys.generation();
}

}  // namespace

std::vector<Fault> faults_in(const Error& error) {
  std::vector<Fault> out;
  for (const Error& e : error.all) out.push_back({e.code, e.field, e.sentence});
  if (out.empty()) out.push_back({error.code, error.field, error.sentence});
  return out;
}

void refuse_in(store::Transaction& tx, const ledger::Recorder& recorder, Packet& packet, const Error& error) {
  packet.state = PacketState::refused;
  packet.state_since = recorder.clock().now();
  packet.faults = faults_in(error);
  ++packet.version;
  std::string codes;
  for (const Fault& f : packet.faults) codes += (codes.empty() ? "" : ",") + json_quote(f.code);
  recorder.record(
      tx, kPacketRefused, kSettler, kPacketRecord, packet.id,
      fmt::format(R"({{"dealer":"{}","device":"{}","reasons":[{}]}})", packet.dealer_id, packet.device_id, codes));
}

struct Packets::Opened {
  Packet packet;
  Device device;
  std::optional<Content> content;  // nothing: `fault` says why
  std::optional<Error> fault;
};

Result<std::string> Packets::key_of(store::Transaction& tx, const std::string& key_id) {
  {
    const std::lock_guard lock(keys_mutex_);
    if (const auto found = keys_.find(key_id); found != keys_.end()) return found->second;
  }
  MUSTER_TRY(std::string key, private_part(tx, vault_, key_id));
  const std::lock_guard lock(keys_mutex_);
  return keys_[key_id] = std::move(key);
}

// The plain bytes. The associated data are the hash under which the device announced the packet: a packet can't stand
// in for another one.
Result<std::string> Packets::unseal(store::Transaction& tx, const Packet& packet) {
  MUSTER_TRY(const std::string sealed, parts_of(tx, packet.id));
  if (to_hex(sha256(sealed)) != packet.sha256)
    return refused("packet_hash_differs", "The packet arrived altered. The device sends it again.");
  MUSTER_TRY(const std::string key, key_of(tx, packet.key_id));
  return open_sealed(key, sealed, packet.device_id);
}

Result<Packets::Opened> Packets::open(store::Transaction& tx, const Packet& packet) {
  Opened out{packet, {}, {}, {}};
  const auto device = find_device(tx, packet.device_id);
  if (!device) return unknown_device();
  out.device = *device;
  const auto content_of = [&](const Packet& p) -> Result<Content> {
    MUSTER_TRY(const std::string plain, unseal(tx, p));
    return read_content(plain);
  };
  auto content = content_of(packet);
  if (content.ok() && !packet.corrects_id.empty()) {
    const auto original = find_packet(tx, packet.corrects_id);
    auto before = original && original->state == PacketState::refused
                      ? content_of(*original)
                      : Result<Content>(conflict("corrects_unknown", "The refused packet is not here any more."));
    content = before.ok() ? Result<Content>(corrected(std::move(*before), std::move(*content))) : std::move(before);
  }
  if (!content.ok()) {
    if (content.error().failure == Failure::internal || content.error().failure == Failure::unavailable)
      return content.error();
    out.fault = content.error();
    return out;
  }
  const auto place = content->fields.find("place");
  std::vector<Error> faults;
  if (place == content->fields.end() || !find_place(tx, packet.dealer_id, place->second))
    faults.push_back(invalid("place_unknown", "This dealer has no place with this code.", "place"));
  if (static_cast<std::int64_t>(content->pictures.size()) < policy_.number("dealers.pictures_min"))
    faults.push_back(invalid("pictures_missing", "Take the pictures of the document.", "pictures"));
  if (!faults.empty()) {
    out.fault = faults.front();
    out.fault->all = faults;
  }
  out.content = std::move(*content);
  return out;
}

Result<Packet> Packets::settle(const std::string& id) {
  MUSTER_TRY(Opened opened, database_.write([&](store::Transaction& tx) -> Result<Opened> {
    const auto packet = find_packet(tx, id);
    if (!packet) return not_found("packet_unknown", "There is no such packet.");
    if (packet->state != PacketState::received) return Opened{*packet, {}, {}, {}};
    return open(tx, *packet);
  }));
  if (opened.packet.state != PacketState::received) return opened.packet;
  if (opened.fault) return refuse(opened, *opened.fault);
  const auto capture = capture_of(*opened.content, opened.packet.dealer_id, opened.packet.device_id);
  // The packet's id is the registration's Idempotency-Key: however often this runs, it registers once.
  const auto done = registration_.submit(opened.device.person_id, "packet-" + opened.packet.id, capture);
  if (done.ok()) return accept(opened, done->registration);
  if (done.error().failure == Failure::unavailable || done.error().failure == Failure::internal) return done.error();
  return refuse(opened, done.error());
}

Result<void> Packets::index(store::Transaction& tx, const Opened& opened, Packet& packet) const {
  if (!opened.content) return {};
  MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
  index_person(packet, keys, capture_of(*opened.content, packet.dealer_id, packet.device_id), recorder_.clock().now());
  return {};
}

Result<void> Packets::index_again(store::Transaction& tx, Packet& packet) {
  packet.document_index.clear();
  packet.identity_index.clear();
  if (packet.state != PacketState::refused) return {};
  const auto opened = open(tx, packet);
  return opened.ok() ? index(tx, *opened, packet) : Result<void>();
}

Result<Packet> Packets::refuse(const Opened& opened, const Error& error) const {
  return database_.write([&](store::Transaction& tx) -> Result<Packet> {
    Packet p = opened.packet;
    MUSTER_CHECK_OK(index(tx, opened, p));
    refuse_in(tx, recorder_, p, error);
    if (!change(tx, p)) return changed_meanwhile();
    return p;
  });
}

Result<Packet> Packets::accept(const Opened& opened, const registration::Registration& registration) {
  return database_.write([&](store::Transaction& tx) -> Result<Packet> {
    const Instant now = recorder_.clock().now();
    Packet p = opened.packet;
    p.state = PacketState::accepted;
    p.state_since = now;
    p.registration_id = registration.id;
    MUSTER_CHECK_OK(index(tx, opened, p));
    ++p.version;
    if (!change(tx, p)) return changed_meanwhile();
    for (const Picture& picture : opened.content->pictures) {
      MUSTER_CHECK_OK(documents_.add(tx, registration.captured_by,
                                     {picture.media_type, "document_" + picture.side, registration::kRegistrationRecord,
                                      registration.id, true, persons::retention_end(policy_, now)},
                                     picture.bytes));
      add_picture(tx, vault_.blind_index("dealer_picture", picture.bytes), p.id);
    }
    drop_parts(tx, p.id);
    if (auto original = p.corrects_id.empty() ? std::nullopt : find_packet(tx, p.corrects_id)) {
      original->state = PacketState::corrected;
      original->state_since = now;
      ++original->version;
      if (!change(tx, *original)) return changed_meanwhile();
      drop_parts(tx, original->id);
    }
    recorder_.record(tx, kPacketAccepted, registration.captured_by, kPacketRecord, p.id,
                     fmt::format(R"({{"registration":"{}","dealer":"{}","device":"{}","pictures":{}}})",
                                 registration.id, p.dealer_id, p.device_id, opened.content->pictures.size()));
    return p;
  });
}

Result<int> Packets::process_due(int limit) {
  MUSTER_TRY(const auto ids, database_.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    return received_packets(tx, limit);
  }));
  for (const std::string& id : ids) MUSTER_CHECK_OK(settle(id));
  return static_cast<int>(ids.size());
}

std::function<std::optional<Instant>(store::Transaction&, const documents::Document&)> picture_terms(
    const policy::Policy& policy, const Clock& clock) {
  return [&policy, &clock](store::Transaction& tx, const documents::Document& d) -> std::optional<Instant> {
    if (d.record_kind != registration::kRegistrationRecord) return std::nullopt;
    const auto holder = registration::holder_of(tx, d.record_id);
    if (!holder) return std::nullopt;
    const auto until = persons::kept_until(tx, policy, *holder);
    return until ? *until : persons::retention_end(policy, clock.now());
  };
}

}  // namespace muster::dealers
