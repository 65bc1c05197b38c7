// How many distinct clients asked for a site, up to k. What is held of a client is a salted hash of 16 bits: each
// stands for 65,536 IPv4 addresses, so that none can be turned back into one; it lives in memory for one run (or one
// day), and is overwritten once k of them were seen. It never counts more clients than there were: two that share a
// hash count once, so that a site of exactly k = 10 clients is missed once in 1,456 times. For k over kListMax a bitmap
// takes the list's place. Inside of the census room. Not thread-safe.
#pragma once

#include <base/huge_pages.h>
#include <base/prefetch.h>

#include <array>
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
  static constexpr int kListMax = 64;

  // `salt`: 16 random bytes of this run.
  ClientSketches(std::string_view salt, int k) : k_(k) {
    static_assert(sizeof key_ == 16);
    std::copy_n(salt.begin(), sizeof key_, key_);
    if (k <= kListMax) return;
    // Eight places a client keep collisions rare.
    std::size_t bits = 128;
    while (bits < static_cast<std::size_t>(k) * 8) bits *= 2;
    words_ = bits / 64;
  }
  ~ClientSketches() {
    sodium_memzero(key_, sizeof key_);
    if (!bits_.empty()) sodium_memzero(bits_.data(), bits_.size() * sizeof bits_[0]);
    if (!chunks_.empty()) sodium_memzero(chunks_.data(), chunks_.size() * sizeof chunks_[0]);
  }
  ClientSketches(const ClientSketches&) = delete;

  // What is kept of a client, and nothing more of it.
  std::uint64_t hash_of(std::span<const char> client) const {
    std::uint64_t hash = 0;
    crypto_shorthash(reinterpret_cast<unsigned char*>(&hash), reinterpret_cast<const unsigned char*>(client.data()),
                     client.size(), key_);
    return words_ != 0 ? hash : static_cast<std::uint16_t>(hash);
  }
  void add(std::size_t site, std::span<const char> client) { add(site, hash_of(client)); }
  void add(std::size_t site, std::uint64_t hash) {
    if (sites_.size() <= site) grow(site);
    Site& at = sites_[site];
    if (at.enough) return;
    if (words_ != 0)
      set_bit(site, hash);
    else
      note(at, static_cast<std::uint16_t>(hash));
  }
  // Both must have the same salt and k.
  void merge(std::size_t site, const ClientSketches& other, std::size_t other_site) {
    if (sites_.size() <= site) grow(site);
    Site& at = sites_[site];
    const Site& from = other.sites_[other_site];
    if (at.enough) return;
    if (from.enough) return finish(at);
    for (std::size_t w = 0; w < words_; ++w) bits_[site * words_ + w] |= other.bits_[other_site * words_ + w];
    if (words_ != 0) return check_bits(site);
    for (std::uint32_t c = from.chunk; c != 0 && !at.enough; c = other.chunks_[c - 1].next)
      for (unsigned i = 0; i < other.filled(from, c) && !at.enough; ++i) note(at, other.chunks_[c - 1].hashes[i]);
  }
  // Bring near what add() will touch: first the site, then its newest hashes.
  void near_site(std::size_t site) const {
    if (site < sites_.size()) prefetch(&sites_[site]);
  }
  void near_hashes(std::size_t site) const {
    if (site < sites_.size() && sites_[site].chunk != 0) prefetch(&chunks_[sites_[site].chunk - 1]);
  }
  bool enough(std::size_t site) const { return site < sites_.size() && sites_[site].enough; }
  std::size_t bytes() const {
    return sites_.capacity() * sizeof(Site) + chunks_.capacity() * sizeof(Chunk) + bits_.capacity() * 8;
  }

 private:
  struct Chunk {
    std::uint32_t next = 0;  // + 1; 0: none
    std::array<std::uint16_t, 6> hashes{};
  };
  struct Site {
    std::uint32_t chunk = 0;  // the newest, + 1; 0: none. The others are full
    std::uint16_t count = 0;  // of distinct hashes
    bool enough = false;
  };

  void grow(std::size_t site) {
    sites_.resize(site + 1);
    if (words_ != 0) bits_.resize((site + 1) * words_);
  }
  unsigned filled(const Site& site, std::uint32_t chunk) const {
    const unsigned rest = site.count % 6;
    return chunk == site.chunk && rest != 0 ? rest : 6;
  }
  void note(Site& at, std::uint16_t hash) {
    for (std::uint32_t c = at.chunk; c != 0; c = chunks_[c - 1].next)
      for (unsigned i = 0, end = filled(at, c); i < end; ++i)
        if (chunks_[c - 1].hashes[i] == hash) return;
    if (at.count + 1 >= k_) return finish(at);
    if (at.count % 6 == 0) at.chunk = new_chunk(at.chunk);
    chunks_[at.chunk - 1].hashes[at.count % 6] = hash;
    ++at.count;
  }
  // What is not needed any more is overwritten and used again.
  void finish(Site& at) {
    for (std::uint32_t c = at.chunk; c != 0;) {
      Chunk& chunk = chunks_[c - 1];
      const std::uint32_t next = chunk.next;
      chunk.hashes.fill(0);
      chunk.next = free_;
      free_ = c;
      c = next;
    }
    at = {0, 0, true};
  }
  std::uint32_t new_chunk(std::uint32_t next) {
    std::uint32_t made = free_;
    if (made != 0) {
      free_ = chunks_[made - 1].next;
    } else {
      chunks_.emplace_back();
      made = static_cast<std::uint32_t>(chunks_.size());
    }
    chunks_[made - 1].next = next;
    return made;
  }
  void set_bit(std::size_t site, std::uint64_t hash) {
    bits_[site * words_ + (hash >> 6) % words_] |= std::uint64_t{1} << (hash & 63);
    check_bits(site);
  }
  void check_bits(std::size_t site) {
    int set = 0;
    for (std::size_t w = 0; w < words_; ++w) set += std::popcount(bits_[site * words_ + w]);
    sites_[site].enough = set >= k_;
  }

  int k_;
  std::size_t words_ = 0;  // of a bitmap; 0: lists
  unsigned char key_[crypto_shorthash_KEYBYTES];
  std::vector<Site, HugePages<Site>> sites_;
  std::vector<Chunk, HugePages<Chunk>> chunks_;
  std::uint32_t free_ = 0;  // + 1
  std::vector<std::uint64_t> bits_;
};

}  // namespace muster::census
