// POST /orders/{id}/events: execute, verify, lift. The others follow from appeals and from time.
#include "case_handlers.h"

namespace muster::api {

http::Response order_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"execute", "verify", "lift"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  auto reasons = body.texts("reasons", 10, 2'000);
  if (const auto note = body.maybe_text("note", 2'000)) reasons.push_back(*note);
  const bool reachable = body.flag_or("reachable", false);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto o, services.cases.order(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, o.version));
  const std::string& person = request.principal->person_id;
  if (event == "execute") MUSTER_ANSWER_CHECK(services.cases.report_executed(o.id, person));
  if (event == "verify") MUSTER_ANSWER_CHECK(services.cases.report_verified(o.id, !reachable, person));
  if (event == "lift") MUSTER_ANSWER_CHECK(services.cases.lift(o.id, o.version, joined(reasons), person));
  return order_answer(services, o.id, *request.principal);
}

}  // namespace muster::api
