#include "client_keys.h"

#include <base/bytes.h>

namespace muster::http {

std::string ClientKeys::of(std::string_view network) {
  const std::string today = to_day(clock_.now());
  std::string salt;
  {
    std::lock_guard lock(mutex_);
    if (day_ != today) {
      day_ = today;
      salt_ = random_token(random_);
    }
    salt = salt_;
  }
  return to_hex(sha256(salt.append(network))).substr(0, 32);
}

}  // namespace muster::http
