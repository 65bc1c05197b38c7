#include "turns.h"

#include <base/text.h>

#include <curl/curl.h>

namespace muster::testing {
namespace {

constexpr auto kCrowdedPause = std::chrono::milliseconds(10);  // before a full address is asked again
constexpr auto kSweepPause = std::chrono::seconds(1);
constexpr int kDoublingsMax = 20;

}  // namespace

bool Turns::has_room(const Places& places, const std::string& key) const {
  return key.empty() || places.size() < limits_.hosts_max || places.contains(key);
}

// What owes nothing any more is forgotten.
void Turns::sweep(SteadyTime now) {
  if (now - swept_ < kSweepPause) return;
  swept_ = now;
  for (Places* places : {&hosts_, &addresses_})
    std::erase_if(*places, [&](const auto& each) {
      const Place& place = each.second;
      return place.under_way == 0 && place.next <= now && place.left_alone_until <= now;
    });
}

Turn Turns::take(const std::string& host, const std::string& address, SteadyTime now) {
  std::lock_guard lock(mutex_);
  const auto room = [&] { return has_room(hosts_, host) && has_room(addresses_, address); };
  if (!room()) sweep(now);
  if (!room()) return {Turn::Kind::wait, now + kSweepPause};
  Place& by_host = hosts_[host];
  Place* by_address = address.empty() ? nullptr : &addresses_[address];
  const auto alone = std::max(by_host.left_alone_until, by_address ? by_address->left_alone_until : SteadyTime{});
  if (alone > now) return {Turn::Kind::backed_off, alone};
  const auto next = std::max(by_host.next, by_address ? by_address->next : SteadyTime{});
  if (next > now) return {Turn::Kind::wait, next};
  if (by_address && by_address->under_way >= limits_.address_at_once) return {Turn::Kind::wait, now + kCrowdedPause};
  by_host.next = now + limits_.host_delay;
  ++by_host.under_way;
  if (by_address) {
    by_address->next = now + limits_.address_delay;
    ++by_address->under_way;
  }
  return {Turn::Kind::go, now};
}

void Turns::back_off(Place& place, Duration first, SteadyTime now) const {
  const Duration pause = first * (1LL << std::min(place.failures++, kDoublingsMax));
  place.left_alone_until = std::max(place.left_alone_until, now + std::min(pause, limits_.back_off_max));
}

void Turns::end(const std::string& host, const std::string& address, const Ended& how, SteadyTime now) {
  std::lock_guard lock(mutex_);
  Place& by_host = hosts_[host];
  by_host.under_way = std::max(by_host.under_way - 1, 0);
  by_host.next = std::max(by_host.next, now + limits_.host_delay);  // a slow host is not asked before it had its pause
  if (how.status == 429 || how.status == 503) {
    back_off(by_host, how.retry_after ? Duration::zero() : limits_.refused_first, now);
    if (how.retry_after)
      by_host.left_alone_until = std::max(
          by_host.left_alone_until, now + std::clamp(*how.retry_after, Duration::zero(), limits_.retry_after_max));
  } else if (how.no_answer || how.no_connect || how.status >= 500) {
    back_off(by_host, limits_.failed_first, now);
  } else if (how.status > 0) {
    by_host.failures = 0;
  }
  if (address.empty()) return;
  Place& by_address = addresses_[address];
  by_address.under_way = std::max(by_address.under_way - 1, 0);
  if (how.no_connect)
    back_off(by_address, limits_.failed_first, now);
  else if (how.status > 0)
    by_address.failures = 0;
}

std::size_t Turns::remembered() const {
  std::lock_guard lock(mutex_);
  return hosts_.size() + addresses_.size();
}

std::optional<Duration> retry_after(std::string_view value, Instant now) {
  value = trim(value);
  if (value.empty() || value.size() > 64) return {};
  if (value.find_first_not_of("0123456789") == std::string_view::npos) {
    if (value.size() > 9) return std::chrono::hours(24 * 365);
    return std::chrono::seconds(std::stoll(std::string(value)));
  }
  const auto at = curl_getdate(std::string(value).c_str(), nullptr);
  if (at < 0) return {};
  return std::max(Instant{static_cast<std::int64_t>(at) * 1'000'000} - now, Duration::zero());
}

}  // namespace muster::testing
