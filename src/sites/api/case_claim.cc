// GET /cases/{id}/claim: who works on it, whether I may, and to whom it can be handed over.
// POST /cases/{id}/claim/events: take (again: longer), release, hand_over {to, note}.
#include "desk_handlers.h"
#include <web/records.h>

namespace muster::api {
namespace {

http::Response claim_answer(const Services& services, const http::Request& request) {
  const http::Principal& who = *request.principal;
  const auto desk = desk_of(services);
  MUSTER_ANSWER_TRY(const auto row, desk.find(request.param("id")));
  MUSTER_ANSWER_TRY(const auto why, desk.why_not_take(row.file.id, who.person_id));
  MUSTER_ANSWER_TRY(const auto people, desk.colleagues(row.file.step, who.person_id));
  MUSTER_ANSWER_TRY(auto out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object made = queue_row_json(tx, row, who, services.clock.now());
    json::array colleagues;
    for (const auto& id : people)
      if (const auto person = person_json(tx, id); person.is_object()) colleagues.push_back(person);
    made["may_take"] = json::object{{"allowed", why.empty()}, {"why_not", why_json(why)}};
    made["colleagues"] = std::move(colleagues);
    return made;
  }));
  return answer(std::move(out));
}

}  // namespace

http::Response case_claim_show(const Services& services, const http::Request& request) {
  return claim_answer(services, request);
}

http::Response case_claim_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"take", "release", "hand_over"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  const std::string to = event == "hand_over" ? body.text("to", 60) : body.maybe_text("to", 60).value_or("");
  const std::string note =
      event == "hand_over" ? body.text("note", 2'000) : body.maybe_text("note", 2'000).value_or("");
  MUSTER_BODY_DONE(body);
  const std::string& person = request.principal->person_id;
  const auto desk = desk_of(services);
  if (event == "take")
    MUSTER_ANSWER_CHECK(desk.take(request.param("id"), person));
  else if (event == "release")
    MUSTER_ANSWER_CHECK(desk.release(request.param("id"), person));
  else
    MUSTER_ANSWER_CHECK(desk.hand_over(request.param("id"), to, note, person));
  return claim_answer(services, request);
}

}  // namespace muster::api
