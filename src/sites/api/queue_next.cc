// POST /case-queue/next: takes the case that is late first and that I may take.
#include "desk_handlers.h"

namespace muster::api {

http::Response queue_next(const Services& services, const http::Request& request) {
  Body body(request);
  cases::QueueFilter filter;
  filter.step = body.text("step", 20);
  filter.region = body.maybe_text("region", 32).value_or("");
  filter.ground = body.maybe_text("ground", 60).value_or("");
  filter.urgent = body.flag_or("urgent", false);
  filter.late = body.flag_or("late", false);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto row, desk_of(services).take_next(filter, request.principal->person_id));
  MUSTER_ANSWER_TRY(auto out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    return queue_row_json(tx, row, *request.principal, services.clock.now());
  }));
  return answer(std::move(out));
}

}  // namespace muster::api
