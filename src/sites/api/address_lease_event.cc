// POST /address-leases/{id}/events: one step of the state machine.
#include "address_handlers.h"

namespace muster::api {

http::Response address_lease_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string word = body.text("event", 40);
  resources::LeaseStep step;
  step.reasons = body.texts("reasons", 50, 1'000);
  const auto event = resources::lease_event(word);
  if (!word.empty() && !event) body.fault("event", "event_unknown", "There is no such step of a lease.");
  MUSTER_BODY_DONE(body);
  step.event = *event;
  MUSTER_ANSWER_TRY(const auto lease, visible_lease(services, request));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, lease.version));
  MUSTER_ANSWER_CHECK(services.resources.apply_lease(lease.id, lease.version, step, address_actor(*request.principal)));
  return lease_answer(services, lease.id, *request.principal);
}

}  // namespace muster::api
