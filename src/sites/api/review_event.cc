// POST /second-reviews/{id}/events: answer {answer: violation, none or unsure}; give_back.
#include "review_handlers.h"

namespace muster::api {

http::Response review_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string name = body.text("event", 40);
  const auto answered = body.maybe_text("answer", 20);
  if (!name.empty() && name != "answer" && name != "give_back")
    body.fault("event", "event_unknown", "The events of a second review are answer and give_back.");
  MUSTER_BODY_DONE(body);
  const std::string id = request.param("id");
  const std::string& person = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto review, name == "answer" ? services.reviews.answer(id, answered.value_or(""), person)
                                                        : services.reviews.give_back(id, person));
  return answer(review_json(review));
}

}  // namespace muster::api
