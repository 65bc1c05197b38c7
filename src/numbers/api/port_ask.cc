// POST /ports {"direction", "msisdn", "operator", "reference", "reserved_for"}: a number is to pass to or from another
// operator. POST /ports/{id}/events {"event": "complete"|"cancel"|"come_back", "reason"}.
#include "change_handlers.h"

namespace muster::numbers_api {

http::Response port_ask(const Services& services, const http::Request& request) {
  static constexpr std::string_view kDirections[] = {"in", "out"};
  Body body(request);
  const bool in = body.one_of("direction", kDirections) == "in";
  const std::string number = body.text("msisdn", 40), other = body.text("operator", 100),
                    reference = body.text("reference", 64);
  const std::string reserved_for = in ? body.id("reserved_for") : std::string();
  const auto msisdn = lines::parse_msisdn(number);
  if (!number.empty() && !msisdn.ok()) body.fault("msisdn", msisdn.error().code, msisdn.error().sentence);
  MUSTER_BODY_DONE(body);
  const lines::Ports ports = ports_of(services);
  const std::string& who = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto made, in ? ports.ask_in(who, *msisdn, other, reference, reserved_for)
                                        : ports.ask_out(who, *msisdn, other, reference));
  return port_answer(services, request, made, 201).header("Location", "/api/ports/" + made.id);
}

http::Response port_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"complete", "cancel", "come_back"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  const std::string reason = event == "complete" ? std::string() : body.text("reason", 64);
  MUSTER_BODY_DONE(body);
  const lines::Ports ports = ports_of(services);
  MUSTER_ANSWER_TRY(const auto before, ports.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  const std::string& who = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto after, event == "complete" ? ports.complete(who, before.id)
                                      : event == "cancel" ? ports.cancel(who, before.id, reason)
                                                          : ports.come_back(who, before.id, reason));
  return port_answer(services, request, after);
}

}  // namespace muster::numbers_api
