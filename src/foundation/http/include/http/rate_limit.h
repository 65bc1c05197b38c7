// Token buckets in bounded memory, one for each client and class of routes. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <http/router.h>

#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

namespace muster::http {

class RateLimiter {
 public:
  // `burst` requests at once, then burst per `period`. Beyond keys_max clients the one seen longest ago is forgotten.
  RateLimiter(const Clock& clock, int burst, Duration period, std::size_t keys_max = 100'000);
  // Errors: too_many (429).
  Result<void> take(const std::string& key);
  std::size_t size() const;

 private:
  struct Bucket {
    double tokens;
    Instant at;
    std::list<std::string>::iterator order;
  };
  const Clock& clock_;
  const double burst_;
  const Duration period_;
  const std::size_t keys_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
  std::list<std::string> order_;  // seen longest ago first
};

// The handler, refused with 429 and Retry-After when the request's client has used up its bucket. The limiter outlives
// it.
Handler limited(RateLimiter& limiter, Handler handler);

}  // namespace muster::http
