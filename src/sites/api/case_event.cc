// POST /cases/{id}/events: the steps that a person takes by hand.
#include "case_handlers.h"

namespace muster::api {

http::Response case_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string event = body.text("event", 40);
  auto reasons = body.texts("reasons", 10, 2'000);
  if (const auto note = body.maybe_text("note", 2'000)) reasons.push_back(*note);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto c, services.cases.find_case(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, c.version));
  const std::string& person = request.principal->person_id;
  if (event == "verify") {
    cases::OrderFilter of_case;
    of_case.case_id = c.id;
    MUSTER_ANSWER_TRY(const auto orders, services.cases.orders(of_case, "", 1));
    if (orders.items.empty())
      return http::Response::problem(conflict("case_state", "This case has no order to verify.", "event"));
    MUSTER_ANSWER_CHECK(services.cases.report_verified(orders.items.front().id, true, person));
  } else {
    MUSTER_ANSWER_CHECK(services.cases.apply(c.id, c.version, event, joined(reasons), person));
  }
  return case_answer(services, c.id, *request.principal);
}

}  // namespace muster::api
