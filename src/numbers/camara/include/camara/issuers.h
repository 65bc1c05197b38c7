// Whose signed tokens count beside the register's own: the policy's camara.token_issuers. Keys are fetched when they
// are first needed, again after an hour, and when a token names one that is not known yet, once a minute at most; while
// they can't be had the last ones count for a day. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <camara/client.h>
#include <camara/jwt.h>

namespace muster::camara {

inline constexpr Duration kClockSkew = std::chrono::seconds(30);

struct Issuer {
  std::string name;      // as in "iss"
  std::string keys_url;  // https, or on this machine
  std::string audience;  // one of "aud"
};
// Each line "issuer address-of-its-keys audience". Errors: token_issuers.
Result<std::vector<Issuer>> issuers_of(const std::vector<std::string>& lines);

// How a subscriber was authenticated, by the token's amr (RFC 8176, and "network" and "sim" by name): what says nothing
// of the network or the SIM counts as a code.
Authentication authentication_of(const Claims& claims);

class Issuers {
 public:
  using Fetch = std::function<Result<std::string>(const std::string& url)>;
  Issuers(std::vector<Issuer> issuers, Fetch fetch, const Clock& clock);
  // Nothing: another issuer's, another audience's, badly signed, not yet or no longer valid. Errors: issuer_away.
  Result<std::optional<Claims>> check(const std::string& token) const;

 private:
  struct Known {
    KeySet keys;
    Instant fetched_at{}, tried_at{};
  };
  Result<bool> signed_by(const Issuer& issuer, const Jwt& token) const;
  Result<void> refresh(const Issuer& issuer, Known& known, Instant now) const;
  const std::vector<Issuer> issuers_;
  const Fetch fetch_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Known> known_;
};

}  // namespace muster::camara
