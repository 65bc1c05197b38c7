#include "review_handlers.h"
#include <http/idempotency.h>
#include <http/router.h>

namespace muster::api {

void add_review_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const Access judges = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer"});
  const Access keepers = Access::any_of(
      {"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "auditor", "supervisor"});
  const Access readers = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                                         "appeal_officer", "auditor", "supervisor"});
  const auto add = [&](const char* method, const char* pattern, Access access, Action action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  const auto add_once = [&](const char* pattern, Access access, Action action) {
    router.add({.method = "POST",
                .pattern = pattern,
                .access = std::move(access),
                .handler = http::once(
                    services.database, services.clock, services.random,
                    [services, action](const http::Request& request) { return action(services, request); })});
  };
  add("GET", "/api/golden-items", keepers, golden_list);
  add_once("/api/golden-items", judges, golden_propose);
  add("GET", "/api/golden-items/score", readers, golden_score);
  add("POST", "/api/golden-items/{id}/events", judges, golden_event);
  add("GET", "/api/second-reviews", judges, review_mine);
  add_once("/api/second-reviews", judges, review_take);
  add("GET", "/api/second-reviews/{id}", judges, review_show);
  add("POST", "/api/second-reviews/{id}/events", judges, review_event);
  add("GET", "/api/review-agreement", readers, review_agreement);
  add("GET", "/api/score-reports", readers, score_report_list);
  add("GET", "/api/score-reports/{month}", readers, score_report_show);
}

}  // namespace muster::api
