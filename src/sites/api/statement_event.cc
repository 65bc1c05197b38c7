// POST /statements/{id}/events: hand_over {data: {channel, note}}, send_again.
#include "statement_handlers.h"

namespace muster::api {

http::Response statement_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"hand_over", "send_again"};
  Body body(request);
  statements::Service::Step step;
  step.event = body.one_of("event", kEvents);
  if (auto data = body.maybe_object("data")) {
    step.channel = data->maybe_text("channel", 20).value_or("");
    step.note = data->maybe_text("note", 2'000).value_or("");
  }
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, services.statements.statement(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto s,
                    services.statements.apply(before.id, before.version, step, request.principal->person_id));
  return statement_answer(services, s);
}

}  // namespace muster::api
