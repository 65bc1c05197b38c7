// A look at hostile CBOR (RFC 8949) before libcbor reads it: libcbor allocates what a length says before it has seen
// the bytes. Only what CTAP2's canonical form allows: definite lengths, few levels.
#pragma once

#include <base/result.h>

#include <memory>
#include <string>
#include <string_view>

#include <cbor.h>

namespace muster::parties {

inline constexpr int kCborDepthMax = 8;

struct CborRelease {
  void operator()(cbor_item_t* item) const { cbor_decref(&item); }
};
using CborItem = std::unique_ptr<cbor_item_t, CborRelease>;

// Bytes that the first item takes; 0: not well-formed, too deep, indefinite, or longer than `bytes`.
std::size_t cbor_length(std::string_view bytes, int depth_max = kCborDepthMax);
// The first item, and how many bytes it took. Error: cbor_malformed.
Result<CborItem> cbor_read(std::string_view bytes, std::size_t* length = nullptr);

// Lookup in a map, by integer or text key; nullptr: absent, or `map` is none. The map keeps ownership.
cbor_item_t* cbor_find(const cbor_item_t* map, std::int64_t key);
cbor_item_t* cbor_find(const cbor_item_t* map, std::string_view key);
// The value of an integer item; false: it is none, or beyond 32 bits.
bool cbor_integer(const cbor_item_t* item, std::int64_t& value);
bool cbor_bytes(const cbor_item_t* item, std::string& value);

}  // namespace muster::parties
