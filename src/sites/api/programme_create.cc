// POST /programmes: {starts_on, title?, head_id?, from_template?}
#include "programme_handlers.h"

namespace muster::api {

http::Response programme_create(const Services& services, const http::Request& request) {
  Body body(request);
  programme::NewProgramme what;
  what.starts_on = body.text("starts_on", 10);
  what.title = maybe_both(body, "title", programme::kTitleMax);
  what.head_id = body.maybe_text("head_id", 100).value_or("");
  what.from_template = body.flag_or("from_template", true);
  MUSTER_BODY_DONE(body);
  const auto actor = actor_of(request);
  MUSTER_ANSWER_TRY(const auto made, services.programme.create(what, actor));
  MUSTER_ANSWER_TRY(const auto whole, services.programme.programme(made.id, actor));
  return answer(programme_json(services, whole), 201).header("ETag", http::etag_of(made.version));
}

}  // namespace muster::api
