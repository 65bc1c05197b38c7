#include "decode.h"

#include <base/text.h>

#include <zlib.h>

namespace muster::testing {
namespace {

constexpr std::size_t kFreeBytes = 1u << 20;  // any ratio is fine up to here
constexpr std::size_t kLayersMax = 2;

// A stream of zlib; `window` as inflateInit2 takes it.
Decoded inflate_all(std::string_view in, int window, const DecodeLimits& limits) {
  Decoded out;
  z_stream z{};
  if (inflateInit2(&z, window) != Z_OK) return {{}, "encoding_invalid"};
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
  z.avail_in = static_cast<uInt>(in.size());
  char piece[64 * 1024];
  for (int code = Z_OK; out.note.empty();) {
    z.next_out = reinterpret_cast<Bytef*>(piece);
    z.avail_out = sizeof piece;
    code = inflate(&z, Z_NO_FLUSH);
    out.bytes.append(piece, sizeof piece - z.avail_out);
    const std::size_t taken = in.size() - z.avail_in;
    if (out.bytes.size() > kFreeBytes && out.bytes.size() > taken * static_cast<std::size_t>(limits.ratio_max))
      out.note = "decompression_bomb";
    else if (out.bytes.size() > limits.max_bytes)
      out.note = "cut";
    else if (code == Z_STREAM_END) {
      if (z.avail_in == 0 || window < 0 || inflateReset(&z) != Z_OK) break;  // else a further gzip member
    } else if (code == Z_BUF_ERROR || (code == Z_OK && z.avail_in == 0 && z.avail_out > 0))
      break;  // cut off: what is there stands
    else if (code != Z_OK) {
      if (out.bytes.empty()) out.note = "encoding_invalid";
      break;
    }
  }
  inflateEnd(&z);
  if (out.bytes.size() > limits.max_bytes) out.bytes.resize(limits.max_bytes);
  return out;
}

Decoded one_layer(std::string_view coding, std::string body, const DecodeLimits& limits) {
  if (coding.empty() || coding == "identity") return {std::move(body), ""};
  if (coding != "gzip" && coding != "x-gzip" && coding != "deflate") return {std::move(body), "encoding_unknown"};
  Decoded out = inflate_all(body, 15 + 32, limits);
  if (out.note == "encoding_invalid" && coding == "deflate") out = inflate_all(body, -15, limits);
  return out;
}

bool is_same_name(std::string_view name, std::string_view lower_case_name) {
  return std::equal(name.begin(), name.end(), lower_case_name.begin(), lower_case_name.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
}

}  // namespace

std::string header_value(std::string_view head, std::string_view lower_case_name) {
  std::optional<std::string> out;
  while (!head.empty()) {
    const auto end = std::min(head.find('\n'), head.size());
    const auto line = head.substr(0, end);
    head.remove_prefix(std::min(end + 1, head.size()));
    const bool folded = line.starts_with(' ') || line.starts_with('\t');
    if (out && !folded) break;
    if (out) {
      (*out += ' ') += trim(line);
      continue;
    }
    if (folded || line.size() <= lower_case_name.size()) continue;
    const auto colon = line.find(':');
    if (colon != std::string_view::npos && is_same_name(trim(line.substr(0, colon)), lower_case_name))
      out = std::string(trim(line.substr(colon + 1)));
  }
  return out.value_or("");
}

std::string dechunk(std::string_view body) {
  std::string out;
  while (!body.empty()) {
    std::size_t size = 0, digits = 0;
    for (; digits < body.size() && digits < 8; ++digits) {
      const char c = static_cast<char>(body[digits] | 32);
      const int digit = body[digits] >= '0' && body[digits] <= '9' ? body[digits] - '0'
                        : c >= 'a' && c <= 'f'                     ? c - 'a' + 10
                                                                   : -1;
      if (digit < 0) break;
      size = size * 16 + static_cast<std::size_t>(digit);
    }
    const auto line_end = body.find('\n');
    if (digits == 0 || size == 0 || line_end == std::string_view::npos) break;
    body.remove_prefix(line_end + 1);
    out += body.substr(0, size);
    if (body.size() <= size) break;
    body.remove_prefix(size);
    if (body.starts_with("\r\n"))
      body.remove_prefix(2);
    else if (body.starts_with('\n'))
      body.remove_prefix(1);
    else
      break;
  }
  return out;
}

Decoded decode_body(std::string_view head, std::string_view body, const DecodeLimits& limits) {
  const bool chunked = to_lower_ascii(header_value(head, "transfer-encoding")).find("chunked") != std::string::npos;
  Decoded out{chunked ? dechunk(body) : std::string(body), ""};
  const std::string codings = to_lower_ascii(header_value(head, "content-encoding"));
  const auto list = split(codings, ',');
  if (list.size() > kLayersMax) return {std::move(out.bytes), "encoding_unknown"};
  for (auto coding = list.rbegin(); coding != list.rend() && out.note.empty(); ++coding)
    out = one_layer(trim(*coding), std::move(out.bytes), limits);
  if (out.bytes.size() > limits.max_bytes) {
    out.bytes.resize(limits.max_bytes);
    if (out.note.empty()) out.note = "cut";
  }
  return out;
}

}  // namespace muster::testing
