// SHA-256 (FIPS 180-4) over bytes that come piece by piece. Not thread-safe. OpenSSL's, which uses the processor's own
// instructions where it has them.
#pragma once

#include <base/bytes.h>

#include <memory>
#include <string>
#include <string_view>

namespace muster {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void add(std::string_view bytes);
  // Of what was added so far; more may follow.
  Hash hash() const;
  std::string hex() const { return to_hex(hash()); }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace muster
