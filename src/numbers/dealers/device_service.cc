// Devices: a one-time code binds a browser's own key to a person and a place.
#include "dealer_store.h"
#include "device_store.h"
#include "faults.h"
#include "packet_keys.h"
#include "packet_store.h"
#include <base/bytes.h>
#include <base/text.h>
#include <lines/rules.h>
#include <parties/signature.h>
#include <parties/webauthn.h>

#include <dealers/rules.h>
#include <dealers/service.h>
#include <fmt/format.h>

namespace muster::dealers {
namespace {

constexpr std::size_t kLabelMax = 60;

std::string index_of(const vault::Vault& vault, const std::string& letters) {
  return vault.blind_index("dealer_code", letters);
}
Error wrong_code() {
  return refused("code_wrong", "This code is wrong, was used, or is over. Ask the carrier for a new one.", "code");
}
Error revoked_device() {
  return refused("device_revoked", "This device was revoked. Ask the carrier.");
}
std::string device_body(const Device& d) {
  return fmt::format(R"({{"dealer":"{}","person":"{}","place":{}}})", d.dealer_id, d.person_id, json_quote(d.place));
}

}  // namespace

Result<IssuedCode> Service::issue_code(const std::string& actor, const std::string& dealer_id,
                                       const std::string& person_id, const std::string& place) const {
  std::string random(kCodeLetters, '\0');
  recorder_.random().fill({reinterpret_cast<std::uint8_t*>(random.data()), random.size()});
  IssuedCode out;
  out.code = code_text(random);
  return database_.write([&](store::Transaction& tx) -> Result<IssuedCode> {
    if (!find_worker(tx, dealer_id, person_id)) return unknown_worker();
    if (!find_place(tx, dealer_id, place))
      return invalid("place_unknown", "This dealer has no place with this code.", "place");
    const Instant now = recorder_.clock().now();
    out.expires_at = policy_.due("dealers.enrol_within", now);
    insert(tx, Code{index_of(vault_, *code_letters(out.code)), dealer_id, person_id, place, actor, now, out.expires_at,
                    ""});
    recorder_.record(tx, kCodeIssued, actor, kDealerRecord, dealer_id,
                     fmt::format(R"({{"person":{},"place":{}}})", json_quote(person_id), json_quote(place)));
    return out;
  });
}

Result<Device> Service::enrol(const std::string& code, const std::string& spki, const std::string& label) const {
  const auto letters = code_letters(code);
  if (!letters) return wrong_code();
  const auto key = from_base64url(spki);
  if (!key.ok() || !parties::webauthn::check_spki(*key, parties::kEs256).ok())
    return invalid("device_key", "The device's key is not one of ECDSA on P-256.", "public_key");
  if (label.size() > kLabelMax || !is_valid_utf8(label))
    return invalid("device_label", "A device's name has at most 60 bytes.", "label");
  return database_.write([&](store::Transaction& tx) -> Result<Device> {
    const auto found = find_code(tx, index_of(vault_, *letters));
    const Instant now = recorder_.clock().now();
    if (!found || found->expires_at <= now) return wrong_code();
    const std::string public_key = to_base64(*key);
    const auto known = find_device_by_key(tx, public_key);
    // The answer got lost, and the device asks again.
    if (!found->device_id.empty())
      return known && known->id == found->device_id ? Result<Device>(*known) : wrong_code();
    if (known) return conflict("device_known", "This key is enrolled already.", "public_key");
    if (!find_worker(tx, found->dealer_id, found->person_id)) return wrong_code();
    Device device;
    device.id = recorder_.new_id();
    device.dealer_id = found->dealer_id;
    device.person_id = found->person_id;
    device.place = found->place;
    device.label = label;
    device.public_key = public_key;
    device.enrolled_at = device.synced_at = now;
    insert(tx, device);
    use_code(tx, found->code_index, device.id);
    recorder_.record(tx, kDeviceEnrolled, device.person_id, kDeviceRecord, device.id, device_body(device));
    return device;
  });
}

Result<void> Service::revoke(const std::string& actor, const std::string& device_id, const std::string& reason) const {
  if (!lines::is_code(reason)) return reason_missing();
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (!find_device(tx, device_id)) return unknown_device();
    if (!dealers::revoke(tx, device_id, reason, recorder_.clock().now()))
      return conflict("device_revoked", "This device was revoked already.");
    recorder_.record(tx, kDeviceRevoked, actor, kDeviceRecord, device_id,
                     fmt::format(R"({{"reason":{}}})", json_quote(reason)));
    return {};
  });
}

Result<Device> Service::device(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Device> {
    auto found = find_device(tx, id);
    return found ? Result<Device>(std::move(*found)) : unknown_device();
  });
}

Result<std::vector<Device>> Service::devices(const std::string& dealer_id, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Device>> {
    return devices_of(tx, dealer_id, after, page_limit(limit));
  });
}

Result<Device> Service::authenticate(const SignedRequest& request) const {
  const Instant now = recorder_.clock().now();
  const auto time = parse_rfc3339(request.time);
  if (!time.ok() || *time > now + kRequestClock || *time + kRequestClock < now)
    return refused("request_time", "The device's clock differs from the register's by more than five minutes.");
  MUSTER_TRY(const Device device, database_.read([&](store::Transaction& tx) -> Result<Device> {
    auto found = find_device(tx, request.device_id);
    if (!found) return unknown_device();
    if (found->revoked_at || !find_worker(tx, found->dealer_id, found->person_id)) return revoked_device();
    return std::move(*found);
  }));
  MUSTER_CHECK_OK(check_signature(device, request_text(request.method, request.path, request.time, request.body_sha256),
                                  request.signature));
  return device;
}

Result<void> check_signature(const Device& device, const std::string& text, const std::string& signature) {
  parties::SigningKey key;
  key.kind = parties::kWebCrypto;
  key.public_key = device.public_key;
  key.alg = parties::kEs256;
  MUSTER_CHECK_OK(parties::verify_signature(key, text, {parties::kWebCrypto, "", "", signature}));
  return {};
}

Result<DeviceStanding> Service::standing(const Device& device) const {
  MUSTER_TRY(const PacketKey key, live_or_new_key(database_, recorder_, vault_));
  return database_.read([&](store::Transaction& tx) -> Result<DeviceStanding> {
    const Instant now = recorder_.clock().now();
    DeviceStanding out;
    const auto found = find_device(tx, device.id);
    if (!found) return unknown_device();
    out.device = *found;
    const auto chain = chain_of(tx, device.dealer_id);
    if (chain.empty()) return unknown_dealer();
    out.hindrance = hindrance(chain, now);
    out.left_today = std::max<std::int64_t>(
        0, chain.front().quota - accepted_on(tx, device.dealer_id, policy_.calendar().local_day(now)));
    out.frozen_at = frozen_at(policy_, out.device);
    out.key_id = key.id;
    out.key_point = key.public_key;
    out.consent = policy_.text("registration.consent");
    out.places = places_of(tx, device.dealer_id, "", 500);
    return out;
  });
}

Result<Device> Service::note_synced(const Device& device) const {
  return database_.write([&](store::Transaction& tx) -> Result<Device> {
    if (receiving_of(tx, device.id, 1) > 0)
      return conflict("packets_waiting", "Some packets of this device are not whole yet. Send the rest first.");
    set_synced(tx, device.id, recorder_.clock().now());
    auto found = find_device(tx, device.id);
    return found ? Result<Device>(std::move(*found)) : unknown_device();
  });
}

Result<std::string> Service::rotate_packet_key(const std::string& actor) const {
  MUSTER_TRY(const PacketKey key, make_packet_key(database_, recorder_, vault_, actor));
  return key.id;
}

Result<int> Service::sweep() const {
  return database_.write(
      [&](store::Transaction& tx) -> Result<int> { return sweep_codes(tx, recorder_.clock().now()); });
}

}  // namespace muster::dealers
