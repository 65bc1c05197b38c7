// GET /filings/{id}
#include "filing_handlers.h"

namespace muster::api {

http::Response filing_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto filing, visible_filing(services, request));
  return filing_answer(services, filing.id, *request.principal);
}

}  // namespace muster::api
