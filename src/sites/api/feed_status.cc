// GET /feeds/status: whether feeds are on, and why not.
#include "feed_handlers.h"
#include <policy/policy.h>

namespace muster::api {

http::Response feed_status(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto s, services.enforcement.status());
  const Instant now = services.clock.now();
  json::array why;
  if (s.shadow)
    why.push_back(json::object{{"code", "shadow_mode"},
                               {"sentence", "This instance runs beside another system; it enforces nothing."}});
  if (!s.authority_enrolled)
    why.push_back(
        json::object{{"code", "authority_missing"}, {"sentence", "No authority has an enrolled signing key yet."}});
  if (!s.witness_enrolled)
    why.push_back(json::object{{"code", "witness_missing"}, {"sentence", "The ledger has no witness yet."}});
  return answer(json::object{{"enabled", why.empty()},
                             {"why_not", why},
                             {"serial", s.serial},
                             {"entries", s.entries},
                             {"built_at", time_json(now)},
                             {"changed_at", time_json(s.changed_at)},
                             {"last_fetch_at", time_json(s.last_fetch_at)},
                             {"valid_until", time_json(now + services.policy.duration("order.feed_validity"))}});
}

}  // namespace muster::api
