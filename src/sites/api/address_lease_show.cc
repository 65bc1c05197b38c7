// GET /address-leases/{id}
#include "address_handlers.h"

namespace muster::api {

http::Response address_lease_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto lease, visible_lease(services, request));
  return lease_answer(services, lease.id, *request.principal);
}

}  // namespace muster::api
