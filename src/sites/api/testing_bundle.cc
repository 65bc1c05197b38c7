// POST /tests/{id}/bundle: the evidence with its proofs as one ZIP that is checked without Muster; recorded with its
// purpose.
#include "evidence_handlers.h"
#include "testing_handlers.h"

#include <evidence/service.h>

namespace muster::api {

http::Response testing_bundle(const Services& services, const http::Request& request) {
  const std::string id = request.param("id");
  Body body(request);
  evidence::BundleRequest wanted{{id}, "test " + id, body.text("purpose", 40), "", request.principal->person_id};
  wanted.reference = body.maybe_text("reference", evidence::kReferenceMax * 4).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(auto made, services.evidence.bundle(wanted));
  return attachment(std::move(made.zip), "application/zip", "evidence-" + id + ".zip");
}

}  // namespace muster::api
