// GET /domains/{name}; with ?purpose= the holder's personal data, which the ledger shows.
#include "domain_handlers.h"

namespace muster::api {

http::Response domain_show(const Services& services, const http::Request& request) {
  const std::string purpose = request.query_or("purpose", "");
  if (!purpose.empty() && !request.principal->has("registrar") && !request.principal->has("examiner"))
    return http::Response::problem(
        refused("role_missing", "Only registrars and examiners read personal data, one record at a time."));
  return domain_answer(services, request.param("name"), purpose, *request.principal);
}

}  // namespace muster::api
