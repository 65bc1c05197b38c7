// GET /tests/{id}/evidence: the WARC file, as its hash in the ledger has it. Who read it is recorded.
#include "evidence_handlers.h"
#include "testing_handlers.h"

#include <evidence/service.h>

namespace muster::api {

http::Response testing_evidence(const Services& services, const http::Request& request) {
  const std::string id = request.param("id");
  MUSTER_ANSWER_TRY(auto bytes, services.evidence.read(id, request.principal->person_id));
  return attachment(std::move(bytes), "application/warc", id + ".warc.gz");
}

}  // namespace muster::api
