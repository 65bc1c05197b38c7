// POST /orders/{id}/renewals: a new case about what the order is about. It renews nothing by itself: two persons decide
// on fresh evidence.
#include "case_handlers.h"

namespace muster::api {

http::Response order_renewal(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto c, services.cases.open_renewal(request.param("id"), request.principal->person_id));
  return case_answer(services, c.id, *request.principal, 201).header("Location", "/api/cases/" + c.id);
}

}  // namespace muster::api
