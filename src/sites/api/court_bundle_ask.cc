// POST /cases/{id}/bundles {purpose, reference}: whatever belongs to a case with its proofs, made by a job.
#include "case_handlers.h"
#include "evidence_handlers.h"
#include <cases/service.h>
#include <store/database.h>

namespace muster::api {

http::Response court_bundle_ask(const Services& services, const http::Request& request) {
  Body body(request);
  evidence::AskedBundle asked;
  asked.purpose = body.text("purpose", 40);
  asked.reference = body.maybe_text("reference", evidence::kReferenceMax * 4).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto file, services.cases.find_case(request.param("id")));
  asked.case_id = file.id;
  asked.case_name = file.number;
  MUSTER_ANSWER_TRY(const auto made, court_bundles_of(services).ask(asked, request.principal->person_id));
  MUSTER_ANSWER_TRY(auto out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    return court_bundle_json(tx, made);
  }));
  return answer(std::move(out), 202);
}

}  // namespace muster::api
