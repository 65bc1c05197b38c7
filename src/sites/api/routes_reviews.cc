#include "review_handlers.h"
#include "routes.h"

namespace muster::api {

void add_review_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access judges = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer"});
  const Access keepers = Access::any_of(
      {"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "auditor", "supervisor"});
  const Access readers = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                                         "appeal_officer", "auditor", "supervisor"});
  const Routes routes(router, services);
  routes.add("GET", "/api/golden-items", keepers, golden_list);
  routes.create("/api/golden-items", judges, golden_propose);
  routes.add("GET", "/api/golden-items/score", readers, golden_score);
  routes.add("POST", "/api/golden-items/{id}/events", judges, golden_event);
  routes.add("GET", "/api/second-reviews", judges, review_mine);
  routes.create("/api/second-reviews", judges, review_take);
  routes.add("GET", "/api/second-reviews/{id}", judges, review_show);
  routes.add("POST", "/api/second-reviews/{id}/events", judges, review_event);
  routes.add("GET", "/api/review-agreement", readers, review_agreement);
  routes.add("GET", "/api/score-reports", readers, score_report_list);
  routes.add("GET", "/api/score-reports/{month}", readers, score_report_show);
}

}  // namespace muster::api
