// POST /tests/{id}/bundle: the evidence with its proofs as one ZIP that is checked without Muster; recorded with its
// purpose.
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
  http::Response out;
  out.body = std::move(made.zip);
  out.header("Content-Type", "application/zip")
      .header("Content-Disposition", "attachment; filename=\"evidence-" + id + ".zip\"")
      .header("Cache-Control", "private, no-store");
  return out;
}

}  // namespace muster::api
