// GET /bundles/{id}
#include "bundle_handlers.h"

namespace muster::api {

http::Response bundle_show(const Services& services, const http::Request& request) {
  return bundle_answer(services, request.param("id"), *request.principal);
}

}  // namespace muster::api
