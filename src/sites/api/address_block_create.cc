// POST /address-blocks: a root (holder_id, source), or a block out of another one (parent_id, to).
#include "address_handlers.h"

namespace muster::api {

http::Response address_block_create(const Services& services, const http::Request& request) {
  Body body(request);
  const auto range = read_range(body, "range");
  const auto parent = body.maybe_id("parent_id");
  const auto particulars = read_particulars(body);
  const resources::Actor actor = address_actor(*request.principal);
  if (parent) {
    const std::string to = body.text("to", 60);
    MUSTER_BODY_DONE(body);
    MUSTER_ANSWER_TRY(const auto made, services.resources.allocate({*parent, range, to, particulars}, actor));
    return block_answer(services, made.id, *request.principal, 201);
  }
  const std::string holder = body.text("holder_id", 60);
  const std::string source = body.maybe_text("source", resources::kTextMax).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.resources.record_root({range, holder, source, particulars}, actor));
  return block_answer(services, made.id, *request.principal, 201);
}

}  // namespace muster::api
