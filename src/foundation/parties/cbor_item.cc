#include "cbor_item.h"

namespace muster::parties {

std::size_t cbor_length(std::string_view bytes, int depth_max) {
  if (bytes.empty() || depth_max <= 0) return 0;
  const auto first = static_cast<unsigned char>(bytes[0]);
  const int major = first >> 5, minor = first & 31;
  std::uint64_t argument = static_cast<std::uint64_t>(minor);
  std::size_t at = 1;
  if (minor >= 28) return 0;  // reserved, or of indefinite length
  if (minor >= 24) {
    const std::size_t wide = std::size_t{1} << (minor - 24);
    if (bytes.size() < 1 + wide) return 0;
    argument = 0;
    for (std::size_t i = 0; i < wide; ++i) argument = argument << 8 | static_cast<unsigned char>(bytes[1 + i]);
    at += wide;
  }
  const std::size_t left = bytes.size() - at;
  switch (major) {
    case 0:
    case 1:
    case 7:
      return at;
    case 2:
    case 3:
      return argument <= left ? at + static_cast<std::size_t>(argument) : 0;
    case 6: {
      const std::size_t inner = cbor_length(bytes.substr(at), depth_max - 1);
      return inner == 0 ? 0 : at + inner;
    }
    default: {  // an array or a map: each item takes a byte at least
      if (argument > left) return 0;
      const std::uint64_t items = major == 5 ? argument * 2 : argument;
      for (std::uint64_t i = 0; i < items; ++i) {
        const std::size_t inner = cbor_length(bytes.substr(at), depth_max - 1);
        if (inner == 0) return 0;
        at += inner;
      }
      return at;
    }
  }
}

Result<CborItem> cbor_read(std::string_view bytes, std::size_t* length) {
  const auto malformed = [] { return refused("cbor_malformed", "The authenticator's answer is malformed."); };
  const std::size_t expected = cbor_length(bytes);
  if (expected == 0) return malformed();
  cbor_load_result got{};
  CborItem item(cbor_load(reinterpret_cast<cbor_data>(bytes.data()), expected, &got));
  if (!item || got.error.code != CBOR_ERR_NONE || got.read != expected) return malformed();
  if (length) *length = expected;
  return item;
}

cbor_item_t* cbor_find(const cbor_item_t* map, std::int64_t key) {
  if (!map || !cbor_isa_map(map)) return nullptr;
  const cbor_pair* pairs = cbor_map_handle(map);
  for (std::size_t i = 0; i < cbor_map_size(map); ++i) {
    std::int64_t found = 0;
    if (cbor_integer(pairs[i].key, found) && found == key) return pairs[i].value;
  }
  return nullptr;
}

cbor_item_t* cbor_find(const cbor_item_t* map, std::string_view key) {
  if (!map || !cbor_isa_map(map)) return nullptr;
  const cbor_pair* pairs = cbor_map_handle(map);
  for (std::size_t i = 0; i < cbor_map_size(map); ++i) {
    const cbor_item_t* name = pairs[i].key;
    if (!cbor_isa_string(name) || !cbor_string_is_definite(name)) continue;
    if (std::string_view(reinterpret_cast<const char*>(cbor_string_handle(name)), cbor_string_length(name)) == key)
      return pairs[i].value;
  }
  return nullptr;
}

bool cbor_integer(const cbor_item_t* item, std::int64_t& value) {
  if (!item || !cbor_is_int(item)) return false;
  const std::uint64_t raw = cbor_get_int(item);
  if (raw > 0xffffffffu) return false;
  value = cbor_isa_negint(item) ? -1 - static_cast<std::int64_t>(raw) : static_cast<std::int64_t>(raw);
  return true;
}

bool cbor_bytes(const cbor_item_t* item, std::string& value) {
  if (!item || !cbor_isa_bytestring(item) || !cbor_bytestring_is_definite(item)) return false;
  value.assign(reinterpret_cast<const char*>(cbor_bytestring_handle(item)), cbor_bytestring_length(item));
  return true;
}

}  // namespace muster::parties
