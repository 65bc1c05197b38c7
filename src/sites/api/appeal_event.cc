// POST /appeals/{id}/events: acknowledge, stay, uphold, vary, reverse, send_to_body {party_id}.
#include "case_handlers.h"

namespace muster::api {

http::Response appeal_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"acknowledge", "stay", "uphold", "vary", "reverse", "send_to_body"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  auto reasons = body.texts("reasons", 10, 2'000);
  if (const auto note = body.maybe_text("note", 2'000)) reasons.push_back(*note);
  const std::string party = event == "send_to_body" ? body.text("party_id", 60) : "";
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto a, services.cases.appeal(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, a.version));
  const std::string& person = request.principal->person_id;
  if (event == "acknowledge")
    MUSTER_ANSWER_CHECK(services.cases.acknowledge(a.id, a.version, person));
  else if (event == "send_to_body")
    MUSTER_ANSWER_CHECK(services.cases.refer_appeal(a.id, a.version, party, person));
  else if (event == "stay")
    MUSTER_ANSWER_CHECK(services.cases.stay(a.id, a.version, person));
  else
    MUSTER_ANSWER_CHECK(services.cases.decide_appeal(a.id, a.version, event, joined(reasons), person));
  return appeal_answer(services, a.id, *request.principal);
}

}  // namespace muster::api
