// POST /corrections/{id}/comparisons {"purpose"}: what stands there and what is to stand there; a reading, in the
// ledger. POST /corrections/{id}/events {"event": "confirm"|"refuse"|"withdraw"}.
#include "change_handlers.h"

namespace muster::numbers_api {

http::Response correction_compare(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string purpose = body.text("purpose", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto read,
                    corrections_of(services).compare(request.principal->person_id, request.param("id"), purpose));
  json::object fields;
  for (const auto& [field, value] : read) fields[field] = value;
  return answer({{"fields", std::move(fields)}}).header("Cache-Control", "no-store");
}

http::Response correction_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"confirm", "refuse", "withdraw"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  const persons::Corrections corrections = corrections_of(services);
  const std::string &who = request.principal->person_id, &id = request.param("id");
  MUSTER_ANSWER_TRY(const auto after, event == "confirm"  ? corrections.confirm(who, id)
                                      : event == "refuse" ? corrections.refuse(who, id)
                                                          : corrections.withdraw(who, id));
  return correction_answer(services, request, after);
}

}  // namespace muster::numbers_api
