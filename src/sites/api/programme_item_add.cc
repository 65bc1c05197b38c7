// POST /programmes/{id}/items
#include "programme_handlers.h"

namespace muster::api {

http::Response programme_item_add(const Services& services, const http::Request& request) {
  Body body(request);
  programme::NewItem what;
  what.area = body.text("area", programme::kCodeMax);
  what.code = body.text("code", programme::kCodeMax);
  what.title = maybe_both(body, "title", programme::kTitleMax);
  what.evidence = maybe_both(body, "evidence_required", programme::kTitleMax);
  what.metric = body.maybe_text("metric", 60).value_or("");
  what.towards = body.maybe_text("towards", 10).value_or("");
  what.owner_id = body.maybe_text("owner_id", 100).value_or("");
  what.starts_on = body.text("starts_on", 10);
  what.due_on = body.text("due_on", 10);
  what.deputies = body.texts("deputies", programme::kDeputiesMax, 100);
  for (Body& step : body.objects("steps", programme::kStepsMax))
    what.steps.push_back({step.maybe_text("en", programme::kTitleMax).value_or(""),
                          step.maybe_text("zh", programme::kTitleMax).value_or("")});
  MUSTER_BODY_DONE(body);
  return item_answer(services, request, services.programme.add_item(request.param("id"), what, actor_of(request)), 201);
}

}  // namespace muster::api
