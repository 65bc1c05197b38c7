// POST /filings/review-queue/next: the first filing under review that nobody has is mine for a term.
#include "filing_handlers.h"

namespace muster::api {

http::Response filing_review_next(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto filing, services.filings.take_next(actor_of(*request.principal)));
  return filing_answer(services, filing.id, *request.principal);
}

}  // namespace muster::api
