// GET /address-blocks/{id}
#include "address_handlers.h"

namespace muster::api {

http::Response address_block_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto block, visible_block(services, request));
  return block_answer(services, block.id, *request.principal);
}

}  // namespace muster::api
