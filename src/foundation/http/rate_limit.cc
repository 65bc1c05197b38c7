#include <http/rate_limit.h>

#include <cmath>

namespace muster::http {

RateLimiter::RateLimiter(const Clock& clock, int burst, Duration period, std::size_t keys_max)
    : clock_(clock), burst_(burst), period_(period), keys_max_(keys_max) {}

Result<void> RateLimiter::take(const std::string& key) {
  const Instant now = clock_.now();
  std::lock_guard lock(mutex_);
  auto found = buckets_.find(key);
  if (found == buckets_.end()) {
    if (buckets_.size() >= keys_max_) {
      buckets_.erase(order_.front());
      order_.pop_front();
    }
    order_.push_back(key);
    found = buckets_.emplace(key, Bucket{burst_, now, std::prev(order_.end())}).first;
  } else {
    order_.splice(order_.end(), order_, found->second.order);
  }
  Bucket& bucket = found->second;
  const double passed = static_cast<double>((now - bucket.at).count()) / static_cast<double>(period_.count());
  bucket.tokens = std::min(burst_, bucket.tokens + std::max(0.0, passed) * burst_);
  bucket.at = now;
  if (bucket.tokens < 1)
    return refused("too_many", "That were too many requests at once. Nothing was done; wait a moment and try again.");
  bucket.tokens -= 1;
  return {};
}

std::size_t RateLimiter::size() const {
  std::lock_guard lock(mutex_);
  return buckets_.size();
}

Handler limited(RateLimiter& limiter, Handler handler) {
  return [&limiter, handler = std::move(handler)](const Request& request) {
    if (const auto may = limiter.take(request.client_key); !may.ok())
      return Response::problem(may.error()).header("Retry-After", "10");
    return handler(request);
  };
}

}  // namespace muster::http
