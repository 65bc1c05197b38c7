// PATCH /programme-items/{id}: what is not given stays.
#include "programme_handlers.h"

namespace muster::api {

http::Response programme_item_change(const Services& services, const http::Request& request) {
  Body body(request);
  programme::ItemChange change;
  if (body.has("title")) change.title = maybe_both(body, "title", programme::kTitleMax);
  if (body.has("evidence_required")) change.evidence = maybe_both(body, "evidence_required", programme::kTitleMax);
  if (body.has("owner_id")) change.owner_id = body.maybe_text("owner_id", 100).value_or("");
  if (body.has("deputies")) change.deputies = body.texts("deputies", programme::kDeputiesMax, 100);
  change.starts_on = body.maybe_text("starts_on", 10);
  change.due_on = body.maybe_text("due_on", 10);
  if (body.has("metric")) change.metric = body.maybe_text("metric", 60).value_or("");
  if (body.has("towards")) change.towards = body.maybe_text("towards", 10).value_or("");
  MUSTER_BODY_DONE(body);
  const auto actor = actor_of(request);
  MUSTER_ANSWER_TRY(const auto before, services.programme.item(request.param("id"), actor));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.item.version));
  return item_answer(services, request,
                     services.programme.change_item(before.item.id, before.item.version, change, actor));
}

}  // namespace muster::api
