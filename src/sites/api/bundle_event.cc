// POST /bundles/{id}/events: propose, shadow, enable (another person), retire {reasons}.
#include "bundle_handlers.h"

namespace muster::api {

http::Response bundle_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string name = body.text("event", 40);
  const auto reasons = body.texts("reasons", 10, 2'000);
  const auto event = bundles::bundle_event(name);
  if (!name.empty() && !event)
    body.fault("event", "event_unknown", "The events of a bundle are propose, shadow, enable and retire.");
  MUSTER_BODY_DONE(body);
  std::string reason;
  for (const std::string& each : reasons) reason += (reason.empty() ? "" : "\n") + each;
  MUSTER_ANSWER_TRY(const auto bundle, services.bundles.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, bundle.row_version));
  MUSTER_ANSWER_CHECK(
      services.bundles.apply(bundle.sha256, *event, request.principal->person_id, reason, bundle.row_version));
  return bundle_answer(services, bundle.sha256, *request.principal);
}

}  // namespace muster::api
