// How many distinct clients asked for a site: a bitmap of a salted hash, one bit a client at most. It can't be turned
// back into addresses, it lives in memory for one run, and it never counts more clients than there were: k bits set
// mean at least k clients. Inside of the census room.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sodium.h>

namespace muster::census {

class ClientSketches {
 public:
  // `salt`: 16 random bytes of this run.
  ClientSketches(std::string_view salt, int k) : k_(k) {
    std::copy_n(salt.begin(), sizeof key_, key_);
    // Eight places a client keep collisions rare: a site of k clients is missed in the worst case until a few more
    // came.
    std::size_t bits = 128;
    while (bits < static_cast<std::size_t>(k) * 8) bits *= 2;
    words_ = bits / 64;
  }
  ~ClientSketches() {
    sodium_memzero(key_, sizeof key_);
    if (!bits_.empty()) sodium_memzero(bits_.data(), bits_.size() * sizeof bits_[0]);
  }
  ClientSketches(const ClientSketches&) = delete;

  void add(std::size_t site, std::span<const char> client) {
    if (bits_.size() < (site + 1) * words_) bits_.resize((site + 1) * words_);
    std::uint64_t hash = 0;
    crypto_shorthash(reinterpret_cast<unsigned char*>(&hash), reinterpret_cast<const unsigned char*>(client.data()),
                     client.size(), key_);
    bits_[site * words_ + (hash >> 6) % words_] |= std::uint64_t{1} << (hash & 63);
  }
  void merge(std::size_t site, const ClientSketches& other, std::size_t other_site) {
    if (bits_.size() < (site + 1) * words_) bits_.resize((site + 1) * words_);
    for (std::size_t w = 0; w < words_; ++w) bits_[site * words_ + w] |= other.bits_[other_site * words_ + w];
  }
  bool enough(std::size_t site) const {
    int set = 0;
    for (std::size_t w = 0; w < words_; ++w) set += std::popcount(bits_[site * words_ + w]);
    return set >= k_;
  }

 private:
  int k_;
  std::size_t words_ = 2;
  unsigned char key_[crypto_shorthash_KEYBYTES];
  std::vector<std::uint64_t> bits_;
};

}  // namespace muster::census
