// Reading one bucket of the index (index_format.h). Nothing outside of [from, to) is used, whatever its bytes say; the
// slack behind the pool may be read. Inside of the names room.
#pragma once

#include "anchor.h"

#include <bit>

namespace muster::names {

struct Bucket {
  const char* tags = nullptr;
  const char* lengths = nullptr;
  const char* payloads = nullptr;
  const char* texts = nullptr;
  const char* to = nullptr;
  std::size_t count = 0;

  Bucket(const char* from, const char* end) : to(end) {
    if (from == end) return;
    const std::size_t said = static_cast<unsigned char>(*from);
    if (static_cast<std::size_t>(end - from) < 1 + said * 6) return;
    count = said;
    tags = from + 1;
    lengths = tags + said;
    payloads = lengths + said;
    texts = payloads + said * 4;
  }
  std::uint8_t tag(std::size_t i) const { return static_cast<std::uint8_t>(tags[i]); }
  std::size_t length(std::size_t i) const { return static_cast<unsigned char>(lengths[i]); }
  Hit hit(std::size_t i) const {
    Hit hit;
    std::memcpy(&hit.payload, payloads + i * 4, 4);
    hit.cover = static_cast<Cover>(tag(i) & kCoverMask);
    hit.exception = (tag(i) & kExceptionBit) != 0;
    hit.length = static_cast<std::uint16_t>(length(i));
    return hit;
  }
};

#if defined(__SSE2__)
// The sum of the first `count` (at most 16) of 16 bytes.
inline std::size_t sum_of(const char* bytes, std::size_t count) {
  alignas(16) static constexpr unsigned char kMasks[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                                           255, 255, 255, 255, 255, 255, 255, 255};
  const __m128i mask = _mm_loadu_si128(reinterpret_cast<const __m128i*>(kMasks + 16 - count));
  const __m128i kept = _mm_and_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)), mask);
  const __m128i sums = _mm_sad_epu8(kept, _mm_setzero_si128());
  return static_cast<std::size_t>(_mm_cvtsi128_si32(sums) + _mm_cvtsi128_si32(_mm_srli_si128(sums, 8)));
}
// Bit i: entry at + i has this tag, for the 16 entries from `at` on.
inline unsigned tagged(const Bucket& bucket, std::size_t at, std::uint8_t tag) {
  const __m128i tags = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bucket.tags + at));
  const __m128i hashes = _mm_and_si128(tags, _mm_set1_epi8(static_cast<char>(kTagMask)));
  const auto equal =
      static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(hashes, _mm_set1_epi8(static_cast<char>(tag)))));
  const std::size_t left = bucket.count - at;
  return left >= 16 ? equal : equal & ((1u << left) - 1);
}
#else
inline std::size_t sum_of(const char* bytes, std::size_t count) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += static_cast<unsigned char>(bytes[i]);
  return sum;
}
inline unsigned tagged(const Bucket& bucket, std::size_t at, std::uint8_t tag) {
  unsigned equal = 0;
  for (std::size_t i = at; i < bucket.count && i < at + 16; ++i)
    equal |= static_cast<unsigned>((bucket.tag(i) & kTagMask) == tag) << (i - at);
  return equal;
}
#endif

// Calls found(i) for each entry with the tag whose text is a suffix of the name, at a dot, no shorter than from
// `anchor` on, and that covers the name; the order is the deciding one. Stops when found says true.
template <bool kSelfOnly, class Found>
inline bool match(const Bucket& bucket, std::uint64_t hash, std::string_view name, std::size_t anchor, Found&& found) {
  const std::uint8_t tag = tag_of(hash);
  const std::size_t size = name.size();
  std::size_t before = 0;  // bytes of text in front of this chunk
  for (std::size_t at = 0; at < bucket.count; at += 16) {
    for (unsigned some = tagged(bucket, at, tag); some != 0; some &= some - 1) {
      const std::size_t i = at + static_cast<std::size_t>(std::countr_zero(some));
      const std::size_t length = bucket.length(i);
      const bool self = length == size;
      if (!self && (kSelfOnly || length > size || length < size - anchor || name[size - length - 1] != '.')) continue;
      if (!(bucket.tag(i) & static_cast<unsigned>(self ? Cover::exact : Cover::below))) continue;
      const std::size_t offset = before + sum_of(bucket.lengths + at, i - at);
      if (static_cast<std::size_t>(bucket.to - bucket.texts) < offset + length) return false;
      if (same_text(bucket.texts + offset, name.data() + size - length, length) && found(i)) return true;
    }
    if (at + 16 < bucket.count) before += sum_of(bucket.lengths + at, 16);
  }
  return false;
}

}  // namespace muster::names
