// PUT /address-blocks/{id}/particulars: name, mode, gateway, location.
#include "address_handlers.h"

namespace muster::api {

http::Response address_block_change(const Services& services, const http::Request& request) {
  Body body(request);
  const auto particulars = read_particulars(body);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto block, visible_block(services, request));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, block.version));
  MUSTER_ANSWER_CHECK(
      services.resources.change(block.id, block.version, particulars, address_actor(*request.principal)));
  return block_answer(services, block.id, *request.principal);
}

}  // namespace muster::api
