// GET /programmes/{id}
#include "programme_handlers.h"

namespace muster::api {

http::Response programme_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto whole, services.programme.programme(request.param("id"), actor_of(request)));
  return answer(programme_json(services, whole)).header("ETag", http::etag_of(whole.programme.version));
}

}  // namespace muster::api
