// The 64-bit hash of names: multiply and fold, after wyhash (public domain). Its values are part of the index's file
// format: a change needs a new version there.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace muster::names {

__extension__ typedef unsigned __int128 Wide;

inline std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}
inline std::uint64_t load64(const char* p) {
  std::uint64_t v;
  std::memcpy(&v, p, 8);
  return v;
}
inline std::uint64_t load32(const char* p) {
  std::uint32_t v;
  std::memcpy(&v, p, 4);
  return v;
}

inline constexpr std::uint64_t kHash0 = 0xa0761d6478bd642fULL, kHash1 = 0xe7037ed1a0b428dbULL,
                               kHash2 = 0x8ebc6af09c88c6e3ULL;

inline std::uint64_t hash_name(std::string_view name, std::uint64_t seed) {
  const char* p = name.data();
  const std::size_t n = name.size();
  seed ^= kHash0;
  std::uint64_t a = 0, b = 0;
  if (n <= 16) {
    if (n >= 4) {
      const std::size_t half = (n >> 3) << 2;
      a = (load32(p) << 32) | load32(p + half);
      b = (load32(p + n - 4) << 32) | load32(p + n - 4 - half);
    } else if (n > 0) {
      const auto byte = [p](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(p[i])); };
      a = (byte(0) << 16) | (byte(n >> 1) << 8) | byte(n - 1);
    }
  } else {
    std::size_t left = n;
    for (; left > 16; left -= 16, p += 16) seed = fold(load64(p) ^ kHash1, load64(p + 8) ^ seed);
    a = load64(p + left - 16);
    b = load64(p + left - 8);
  }
  return fold(kHash1 ^ n, fold(a ^ kHash2, b ^ seed));
}

// For whole files: four lanes of 8 bytes, in any number of pieces.
class Checksum {
 public:
  explicit Checksum(std::uint64_t seed = 0) : lane_{seed ^ kHash0, seed ^ kHash1, seed ^ kHash2, seed ^ ~kHash0} {}
  void add(std::string_view bytes) {
    total_ += bytes.size();
    if (held_ > 0) {
      const std::size_t some = bytes.size() < 64 - held_ ? bytes.size() : 64 - held_;
      std::memcpy(held_bytes_ + held_, bytes.data(), some);
      held_ += some;
      bytes.remove_prefix(some);
      if (held_ < 64) return;
      block(held_bytes_);
      held_ = 0;
    }
    for (; bytes.size() >= 64; bytes.remove_prefix(64)) block(bytes.data());
    if (!bytes.empty()) std::memcpy(held_bytes_, bytes.data(), bytes.size());
    held_ = bytes.size();
  }
  std::uint64_t value() const {
    const std::uint64_t rest = hash_name({held_bytes_, held_}, total_);
    return fold(lane_[0] ^ fold(lane_[1] ^ kHash2, lane_[2] ^ kHash0), lane_[3] ^ rest);
  }

 private:
  void block(const char* p) {
    for (int i = 0; i < 4; ++i) {
      const std::uint64_t a = load64(p + 16 * i), b = load64(p + 16 * i + 8);
      lane_[i] = fold(a ^ kHash1, b ^ lane_[i]) + a;  // where b cancels the lane, a still counts
    }
  }
  std::uint64_t lane_[4];
  char held_bytes_[64] = {};
  std::size_t held_ = 0;
  std::uint64_t total_ = 0;
};

inline std::uint64_t checksum(std::string_view bytes, std::uint64_t seed = 0) {
  Checksum sum(seed);
  sum.add(bytes);
  return sum.value();
}

}  // namespace muster::names
