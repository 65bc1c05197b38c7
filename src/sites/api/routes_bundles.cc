#include "bundle_handlers.h"
#include <http/idempotency.h>
#include <http/router.h>
#include <jobs/jobs.h>

namespace muster::api {

void add_bundle_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const Access readers = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                                         "appeal_officer", "auditor", "supervisor"});
  const Access both = Access::any_of({"examiner", "supervisor"});
  const auto add = [&](const char* method, const char* pattern, Access access, Action action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  const auto add_once = [&](const char* pattern, Action action, std::size_t body_max = 1 << 20) {
    router.add(
        {.method = "POST",
         .pattern = pattern,
         .access = both,
         .handler = http::once(services.database, services.clock, services.random,
                               [services, action](const http::Request& request) { return action(services, request); }),
         .body_max_bytes = body_max});
  };
  add("GET", "/api/bundles", readers, bundle_list);
  add_once("/api/bundles", bundle_load, content::kBundleBytesMax);
  add("GET", "/api/bundles/{id}", readers, bundle_show);
  add("POST", "/api/bundles/{id}/events", both, bundle_event);
  add_once("/api/bundles/{id}/reruns", bundle_rerun);
  add("POST", "/api/bundle-reruns/{id}/events", both, bundle_rerun_event);
  add("GET", "/api/bundle-reruns/{id}/changes", readers, bundle_rerun_changes);
  add_once("/api/score-batches", score_batch, 16u << 20);
  services.jobs.add_kind(kScoreBatchJob, [services](jobs::JobContext& job) { return run_score_batch(services, job); });
  add("GET", "/api/put-aside-hashes", readers, hash_aside_list);
  add("POST", "/api/put-aside-hashes/{hash}/events", both, hash_aside_event);
  add("GET", "/api/bundle-publishers", readers, bundle_publisher_list);
  add_once("/api/bundle-publishers", bundle_publisher_propose);
  add("POST", "/api/bundle-publishers/{id}/events", both, bundle_publisher_event);
}

}  // namespace muster::api
