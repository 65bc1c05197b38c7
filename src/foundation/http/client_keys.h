// Peer addresses as salted hashes, for rate limits alone. The salt lives in memory for one UTC day, so that a key tells
// neither who it was nor whether it is yesterday's visitor. Inside the room. Thread-safe.
#pragma once

#include <base/random.h>
#include <base/time.h>

#include <mutex>
#include <string>

namespace muster::http {

class ClientKeys {
 public:
  ClientKeys(const Clock& clock, Random& random) : clock_(clock), random_(random) {}
  // `network`: the address's bytes, of IPv6 the first 8 (one household holds a /64).
  std::string of(std::string_view network);

 private:
  const Clock& clock_;
  Random& random_;
  std::mutex mutex_;
  std::string day_, salt_;
};

}  // namespace muster::http
