// POST /accesses/{id}/events: reserve, open (the gate), refuse, hold, reopen, close.
#include "filing_handlers.h"

namespace muster::api {

http::Response access_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"reserve", "open", "refuse", "hold", "reopen", "close"};
  Body body(request);
  filings::AccessStep step;
  const auto event = filings::access_event(body.one_of("event", kEvents));
  step.reasons = body.texts("reasons", 50, 2'000);
  if (const auto note = body.maybe_text("note", 2'000)) step.reasons.push_back(*note);
  MUSTER_BODY_DONE(body);
  step.event = *event;
  const std::string id = request.param("id");
  MUSTER_ANSWER_TRY(const auto before, services.filings.access(id));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto access,
                    services.filings.apply_access(id, before.version, step, actor_of(*request.principal)));
  ProviderNames providers(services);
  auto response = answer(access_json(access, providers));
  response.header("ETag", http::etag_of(access.version));
  return response;
}

}  // namespace muster::api
