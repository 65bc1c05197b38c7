// POST /statements/{id}/readings: the secret link, for a person who hands the statement over; each taking is in the
// ledger.
#include "statement_handlers.h"

namespace muster::api {

http::Response statement_link(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto link, services.statements.take_link(request.param("id"), request.principal->person_id));
  return answer(json::object{{"link", link}}).header("Cache-Control", "no-store");
}

}  // namespace muster::api
