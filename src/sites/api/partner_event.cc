// POST /partners/{id}/events: a step of the state table; retest once the checklist of its suspension is complete.
#include "case_json.h"
#include "partner_handlers.h"

namespace muster::api {

http::Response partner_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"collect",   "pass_test", "agree", "activate", "reopen",
                                                 "requalify", "retest",    "fail",  "bar",      "end"};
  Body body(request);
  partners::Service::Step step;
  const std::string event = body.one_of("event", kEvents);
  step.reasons = joined(body.texts("reasons", 10, 2'000));
  if (auto data = body.maybe_object("data")) {
    step.agreement.number = data->maybe_text("agreement", partners::kNumberMax).value_or("");
    step.agreement.from = data->maybe_instant("from");
    const auto until = data->maybe_instant("until");
    (event == "bar" ? step.until : step.agreement.until) = until;
  }
  MUSTER_BODY_DONE(body);
  step.event = *partners::partner_event(event);
  MUSTER_ANSWER_TRY(const auto before, seen_partner(services, request, request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  const std::string& person = request.principal->person_id;
  const auto done = step.event == partners::Event::retest
                        ? services.suspensions.retested(before.id, before.version, step.reasons, person)
                        : services.partners.step(before.id, before.version, step, person);
  MUSTER_ANSWER_TRY(const auto p, done);
  return partner_answer(services, request, p.id);
}

}  // namespace muster::api
