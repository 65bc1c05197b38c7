// POST /bundles: the signed file as it is (application/octet-stream). 422 and 403 list every neutral text's hits.
#include "bundle_handlers.h"

namespace muster::api {

http::Response bundle_load(const Services& services, const http::Request& request) {
  const std::string& person = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto loaded, services.bundles.load(request.body, person));
  return bundle_answer(services, loaded.sha256, *request.principal, 201);
}

}  // namespace muster::api
