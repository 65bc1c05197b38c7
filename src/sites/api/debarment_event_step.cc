// POST /debarments/{id}/events: notify, hear {words | silent}, activate {from, until}, review, remove, withdraw
// {reasons}.
#include "debarment_handlers.h"

namespace muster::api {

http::Response debarment_event_step(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"notify", "hear", "activate", "review", "remove", "withdraw"};
  Body body(request);
  restrictions::DebarmentService::Step step;
  const std::string event = body.one_of("event", kEvents);
  for (const std::string& one : body.texts("reasons", 10, 2'000))
    step.reason += (step.reason.empty() ? "" : "\n") + one;
  if (auto data = body.maybe_object("data")) {
    step.words = data->maybe_text("words", 20'000).value_or("");
    step.silent = data->flag_or("silent", false);
    step.from = data->maybe_instant("from");
    step.until = data->maybe_instant("until");
  }
  MUSTER_BODY_DONE(body);
  step.event = *restrictions::debarment_event(event);
  MUSTER_ANSWER_TRY(const auto before, services.debarments.debarment(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  const auto* t = restrictions::find_transition(before.state, step.event);
  if (t && !t->role.empty() && !request.principal->has(t->role))
    return http::Response::problem(refused("role_missing", "This step is for: " + std::string(t->role) + "."));
  MUSTER_ANSWER_TRY(const auto d,
                    services.debarments.apply(before.id, before.version, step, request.principal->person_id));
  return debarment_answer(services, d, *request.principal);
}

}  // namespace muster::api
