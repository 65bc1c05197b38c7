// Bytes as text and back, and hashes. RFC 4648 for hex, base64 and base64url; FIPS 180-4 for SHA-256.
#pragma once

#include <base/result.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster {

using Hash = std::array<std::uint8_t, 32>;

std::string to_hex(std::string_view bytes);
Result<std::string> from_hex(std::string_view text);
std::string to_base64(std::string_view bytes);
Result<std::string> from_base64(std::string_view text);
std::string to_base64url(std::string_view bytes);  // no padding
Result<std::string> from_base64url(std::string_view text);

Hash sha256(std::string_view bytes);
inline std::string_view view(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
inline std::string to_hex(const Hash& hash) {
  return to_hex(view(hash));
}
Result<Hash> hash_from_hex(std::string_view text);

bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace muster
