// POST /address-leases
#include "address_handlers.h"

namespace muster::api {

http::Response address_lease_create(const Services& services, const http::Request& request) {
  Body body(request);
  resources::NewLease asked;
  asked.block_id = body.id("block_id");
  asked.lessee_id = body.text("lessee_id", 60);
  asked.contract = body.text("contract", resources::kNameMax);
  asked.may_sublet = body.flag_or("may_sublet", false);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.resources.propose(asked, address_actor(*request.principal)));
  return lease_answer(services, made.id, *request.principal, 201);
}

}  // namespace muster::api
