// POST /filings/{id}/accesses: asks for access of a site.
#include "filing_handlers.h"

namespace muster::api {

http::Response filing_access_request(const Services& services, const http::Request& request) {
  Body body(request);
  const filings::AccessDraft draft = read_access(body);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto access,
                    services.filings.request_access(request.param("id"), draft, actor_of(*request.principal)));
  ProviderNames providers(services);
  auto response = answer(access_json(access, providers), 201);
  response.header("ETag", http::etag_of(access.version));
  return response;
}

}  // namespace muster::api
