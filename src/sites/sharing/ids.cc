// Ids that say the same thing in the same words for ever: UUIDv5 (RFC 9562 §5.5), as STIX 2.1 §2.9 and §3.1 want them.
#include "uuid.h"
#include <base/bytes.h>
#include <base/text.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <sharing/stix.h>

namespace muster::sharing {
namespace {

// Of observables' ids (STIX 2.1 §2.9).
constexpr std::string_view kStixSpace = "00abedb4-aa42-466c-9c01-fed23315a9b7";
// Of what Muster speaks of: UUIDv5(the DNS namespace, "muster.example").
constexpr std::string_view kMusterSpace = "6eacde80-02bc-5f60-af19-336883dcdadd";

// Of a hash, with the version that is asked for.
std::string uuid_of(const std::string& bytes, const EVP_MD* digest, unsigned char version) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, digest, nullptr);
  hash[6] = static_cast<unsigned char>((hash[6] & 0x0f) | version << 4);
  hash[8] = static_cast<unsigned char>((hash[8] & 0x3f) | 0x80);
  const std::string text = to_hex({reinterpret_cast<const char*>(hash.data()), 16});
  return fmt::format("{}-{}-{}-{}-{}", text.substr(0, 8), text.substr(8, 4), text.substr(12, 4), text.substr(16, 4),
                     text.substr(20));
}

}  // namespace

std::string uuid5(std::string_view space, std::string_view name) {
  std::string hex(space);
  std::erase(hex, '-');
  return uuid_of(from_hex(hex).value() + std::string(name), EVP_sha1(), 5);
}

// XARF asks for version 4; the same order is the same report for ever.
std::string report_uuid(std::string_view order_id) {
  return uuid_of("muster-xarf/1\n" + std::string(order_id), EVP_sha256(), 4);
}

std::string Speaker::id() const {
  return "identity--" + uuid5(kMusterSpace, name + "\n" + key);
}

std::string object_id(std::string_view type, const Speaker& speaker, std::string_view name) {
  return fmt::format("{}--{}", type, uuid5(speaker.id().substr(10), fmt::format("{}\n{}", type, name)));
}

std::string domain_object_id(std::string_view name) {
  return "domain-name--" + uuid5(kStixSpace, fmt::format("{{\"value\":{}}}", json_quote(name)));
}

std::string indicator_id(const Speaker& speaker, const SharedOrder& order) {
  return object_id("indicator", speaker, fmt::format("{} {}", order.order_id, order.turn));
}
std::string sighting_id(const Speaker& speaker, const SharedOrder& order) {
  return object_id("sighting", speaker, fmt::format("{} {}", order.order_id, order.turn));
}
std::string authority_id(const Speaker& speaker, const std::string& name) {
  return object_id("identity", speaker, name);
}

}  // namespace muster::sharing
