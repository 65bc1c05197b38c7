// POST /domains/{name}/events: hand_in, refuse, verify, revoke. POST /domain-flags/{id}/events: clear.
#include "domain_handlers.h"

namespace muster::api {

http::Response domain_event(const Services& services, const http::Request& request) {
  Body body(request);
  holders::Step step;
  const std::string word = body.text("event", 40);
  step.how = body.maybe_text("how", 40).value_or("");
  step.reasons = body.texts("reasons", 50, 2'000);
  if (const auto event = holders::event_of(word))
    step.event = *event;
  else if (!word.empty())
    body.fault("event", "event_unknown", "There is no such step of a domain.");
  MUSTER_BODY_DONE(body);
  const std::string name = request.param("name");
  MUSTER_ANSWER_TRY(const auto now, services.holders.get(name));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, now.version));
  MUSTER_ANSWER_TRY(const auto after, services.holders.apply(name, now.version, step, request.principal->person_id));
  return domain_answer(services, after.name, "", *request.principal);
}

http::Response domain_flag_event(const Services& services, const http::Request& request) {
  Body body(request);
  constexpr std::string_view kEvents[] = {"clear"};
  (void)body.one_of("event", kEvents);
  const std::string note = body.text("note", 2'000);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto flag,
                    services.holders.clear_flag(request.param("id"), note, request.principal->person_id));
  return answer(flag_json(flag));
}

}  // namespace muster::api
