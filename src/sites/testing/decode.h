// From the bytes as received to what they mean: header fields, chunks (RFC 9112 §7.1), gzip and deflate, with limits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster::testing {

// The first field of that name in a head as received; a folded line is a space (RFC 9112 §5.2).
std::string header_value(std::string_view head, std::string_view lower_case_name);

// What a chunked body holds; stops where the framing breaks.
std::string dechunk(std::string_view body);

struct DecodeLimits {
  std::size_t max_bytes = 8u << 20;
  int ratio_max = 200;  // beyond 1 MB of output
};
struct Decoded {
  std::string bytes;
  std::string note;  // "", "cut", "decompression_bomb", "encoding_invalid", "encoding_unknown"
};
// Transfer and content encodings of the head taken off.
Decoded decode_body(std::string_view head, std::string_view body, const DecodeLimits& limits);

}  // namespace muster::testing
