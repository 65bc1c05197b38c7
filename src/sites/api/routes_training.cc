#include "exercise_handlers.h"
#include <http/idempotency.h>
#include <http/router.h>

namespace muster::api {

void add_training_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const auto add = [&](const char* pattern, Access access, Action action) {
    router.add({.method = "GET",
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  const Access judges =
      Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "appeal_officer"});
  add("/api/exercises", judges, exercise_list);
  add("/api/exercises/agreement",
      Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "appeal_officer",
                      "auditor", "supervisor"}),
      exercise_scores);
  add("/api/exercises/{id}", judges, exercise_show);
  router.add({.method = "POST",
              .pattern = "/api/exercises/{id}/answers",
              .access = judges,
              .handler = http::once(services.database, services.clock, services.random,
                                    [services](const http::Request& r) { return exercise_answer(services, r); })});
}

}  // namespace muster::api
