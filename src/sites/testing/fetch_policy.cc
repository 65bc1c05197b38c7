#include <policy/policy.h>
#include <testing/fetch.h>

namespace muster::testing {

FetchOptions fetch_options(const policy::Policy& policy) {
  const auto milliseconds = [&](const char* key) { return std::chrono::milliseconds(policy.number(key)); };
  FetchOptions out;
  out.redirects_max = static_cast<int>(policy.number("testing.hops_max"));
  out.body_max_bytes = out.decoded_max_bytes = static_cast<std::size_t>(policy.number("testing.page_bytes_max"));
  out.visit_max_bytes = 2 * out.body_max_bytes;
  out.headers_max_bytes = static_cast<std::size_t>(policy.number("testing.header_bytes_max"));
  out.visit_max = policy.duration("testing.visit_time_max");
  out.visits_at_once = static_cast<int>(policy.number("testing.visits_at_once"));
  out.robots = policy.flag("testing.robots_obeyed") ? RobotsPolicy::obey : RobotsPolicy::record;
  out.manners.host_delay = milliseconds("testing.visits_per_host_pause_ms");
  out.manners.address_delay = milliseconds("testing.visits_per_address_pause_ms");
  out.manners.address_at_once = static_cast<int>(policy.number("testing.transfers_per_address"));
  out.manners.retry_after_max = policy.duration("testing.retry_after_max");
  return out;
}

}  // namespace muster::testing
