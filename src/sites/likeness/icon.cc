#include <base/bytes.h>
#include <base/text.h>

#include <bit>

#include <likeness/print.h>

namespace muster::likeness {
namespace {

constexpr std::size_t kLineLetters = 76;

// In lines, each ended by a line feed, the last one too.
std::string base64_in_lines(std::string_view bytes) {
  const std::string all = to_base64(bytes);
  std::string out;
  out.reserve(all.size() + all.size() / kLineLetters + 1);
  for (std::size_t at = 0; at < all.size(); at += kLineLetters) {
    out.append(all, at, kLineLetters);
    out += '\n';
  }
  return out;
}

std::uint32_t block_at(std::string_view bytes, std::size_t at, std::size_t size = 4) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < size; ++i) out |= std::uint32_t{static_cast<std::uint8_t>(bytes[at + i])} << (8 * i);
  return out;
}

}  // namespace

// Austin Appleby's MurmurHash3_x86_32 (public domain), from its description.
std::uint32_t murmur3_32(std::string_view bytes, std::uint32_t seed) {
  constexpr std::uint32_t kFirst = 0xCC9E2D51, kSecond = 0x1B873593;
  const auto scrambled = [](std::uint32_t k) { return std::rotl(k * kFirst, 15) * kSecond; };
  std::uint32_t h = seed;
  std::size_t at = 0;
  for (; at + 4 <= bytes.size(); at += 4) h = std::rotl(h ^ scrambled(block_at(bytes, at)), 13) * 5 + 0xE6546B64;
  if (at < bytes.size()) h ^= scrambled(block_at(bytes, at, bytes.size() - at));
  h ^= static_cast<std::uint32_t>(bytes.size());
  h = (h ^ (h >> 16)) * 0x85EBCA6B;
  h = (h ^ (h >> 13)) * 0xC2B2AE35;
  return h ^ (h >> 16);
}

std::int32_t favicon_hash(std::string_view icon) {
  return static_cast<std::int32_t>(murmur3_32(base64_in_lines(icon), 0));
}

bool is_icon(std::string_view bytes, std::string_view content_type) {
  if (bytes.empty()) return false;
  if (to_lower_ascii(content_type).starts_with("image/")) return true;
  using namespace std::string_view_literals;
  for (const std::string_view begin : {"\0\0\1\0"sv, "\x89PNG"sv, "GIF8"sv, "\xFF\xD8\xFF"sv, "RIFF"sv, "BM"sv})
    if (bytes.starts_with(begin)) return true;
  return false;
}

}  // namespace muster::likeness
