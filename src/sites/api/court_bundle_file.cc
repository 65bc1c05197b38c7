// POST /court-bundles/{id}/readings: the ZIP. A POST, as each reading is recorded.
#include "evidence_handlers.h"

namespace muster::api {

http::Response court_bundle_file(const Services& services, const http::Request& request) {
  const std::string id = request.param("id");
  MUSTER_ANSWER_TRY(auto zip, court_bundles_of(services).read(id, request.principal->person_id));
  return attachment(std::move(zip), "application/zip", "evidence-" + id + ".zip");
}

}  // namespace muster::api
