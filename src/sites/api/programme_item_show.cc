// GET /programme-items/{id}
#include "programme_handlers.h"

namespace muster::api {

http::Response programme_item_show(const Services& services, const http::Request& request) {
  return item_answer(services, request, services.programme.item(request.param("id"), actor_of(request)));
}

}  // namespace muster::api
