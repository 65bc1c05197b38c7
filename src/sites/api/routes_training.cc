#include "exercise_handlers.h"
#include "routes.h"

namespace muster::api {

void add_training_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access judges =
      Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "appeal_officer"});
  routes.add("GET", "/api/exercises", judges, exercise_list);
  routes.add("GET", "/api/exercises/agreement",
             Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                             "appeal_officer", "auditor", "supervisor"}),
             exercise_scores);
  routes.add("GET", "/api/exercises/{id}", judges, exercise_show);
  routes.create("/api/exercises/{id}/answers", judges, exercise_answer);
}

}  // namespace muster::api
