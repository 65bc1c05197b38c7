// PATCH /programmes/{id}: {head_id?, state?}
#include "programme_handlers.h"

namespace muster::api {

http::Response programme_change(const Services& services, const http::Request& request) {
  Body body(request);
  std::optional<std::string> head;
  if (body.has("head_id")) head = body.maybe_text("head_id", 100).value_or("");
  const auto state = body.maybe_text("state", 20);
  MUSTER_BODY_DONE(body);
  const auto actor = actor_of(request);
  const std::string id = request.param("id");
  MUSTER_ANSWER_TRY(const auto before, services.programme.programme(id, actor));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.programme.version));
  MUSTER_ANSWER_TRY(const auto changed, services.programme.change(id, before.programme.version, head, state, actor));
  MUSTER_ANSWER_TRY(const auto whole, services.programme.programme(id, actor));
  return answer(programme_json(services, whole)).header("ETag", http::etag_of(changed.version));
}

}  // namespace muster::api
