// GET /statements/{id}/pdf: as the entity gets it, but for the secret link.
#include "statement_handlers.h"

namespace muster::api {

http::Response statement_pdf(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto s, services.statements.statement(request.param("id")));
  MUSTER_ANSWER_TRY(auto pdf, services.statements.pdf(s, false));
  return http::Response::text(std::move(pdf), "application/pdf")
      .header("Content-Disposition", "inline; filename=\"" + s.number + ".pdf\"");
}

}  // namespace muster::api
