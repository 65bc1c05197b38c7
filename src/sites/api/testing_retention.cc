// GET /tests/{id}/retention: until when the evidence is kept, what keeps it, or when and why it was destroyed.
#include "evidence_handlers.h"
#include <testing/testing.h>

namespace muster::api {

http::Response testing_retention(const Services& services, const http::Request& request) {
  const std::string id = request.param("id");
  MUSTER_ANSWER_CHECK(services.testing.run(id));  // a sealed one is nobody's to read
  MUSTER_ANSWER_TRY(const auto fate, retention_of(services).fate(id));
  json::object out = fate_json(fate);
  out["may_hold"] = may_set_hold(*request.principal);
  return answer(out);
}

}  // namespace muster::api
