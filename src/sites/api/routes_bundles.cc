#include "bundle_handlers.h"
#include "routes.h"
#include <jobs/jobs.h>

namespace muster::api {

void add_bundle_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access readers = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                                         "appeal_officer", "auditor", "supervisor"});
  const Access both = Access::any_of({"examiner", "supervisor"});
  const Routes routes(router, services);
  routes.add("GET", "/api/bundles", readers, bundle_list);
  routes.create("/api/bundles", both, bundle_load, content::kBundleBytesMax);
  routes.add("GET", "/api/bundles/{id}", readers, bundle_show);
  routes.add("POST", "/api/bundles/{id}/events", both, bundle_event);
  routes.create("/api/bundles/{id}/reruns", both, bundle_rerun);
  routes.add("POST", "/api/bundle-reruns/{id}/events", both, bundle_rerun_event);
  routes.add("GET", "/api/bundle-reruns/{id}/changes", readers, bundle_rerun_changes);
  routes.create("/api/score-batches", both, score_batch, 16u << 20);
  services.jobs.add_kind(kScoreBatchJob, [services](jobs::JobContext& job) { return run_score_batch(services, job); });
  routes.add("GET", "/api/put-aside-hashes", readers, hash_aside_list);
  routes.add("POST", "/api/put-aside-hashes/{hash}/events", both, hash_aside_event);
  routes.add("GET", "/api/bundle-publishers", readers, bundle_publisher_list);
  routes.create("/api/bundle-publishers", both, bundle_publisher_propose);
  routes.add("POST", "/api/bundle-publishers/{id}/events", both, bundle_publisher_event);
}

}  // namespace muster::api
