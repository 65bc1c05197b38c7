// POST /golden-items {test_id, ground, answer}: a sealed test and what is right about it.
#include "review_handlers.h"

namespace muster::api {

http::Response golden_propose(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string test = body.text("test_id", 100), ground = body.text("ground", 40),
                    answered = body.text("answer", 20);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto item, services.reviews.propose(test, ground, answered, request.principal->person_id));
  auto shown = services.database.read(
      [&](store::Transaction& tx) -> Result<json::object> { return golden_json(tx, item, *request.principal); });
  return shown.ok() ? answer(std::move(*shown), 201) : http::Response::problem(shown.error());
}

}  // namespace muster::api
