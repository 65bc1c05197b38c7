// GET, POST /duties and POST /duties/{id}/events: who is on duty for which step. It says whom to ask and gives no
// right.
#include "desk_handlers.h"

namespace muster::api {
namespace {

constexpr int kDutiesMax = 500;

}  // namespace

http::Response duty_list(const Services& services, const http::Request&) {
  const Instant now = services.clock.now();
  MUSTER_ANSWER_TRY(const auto found, desk_of(services).duties(now, kDutiesMax));
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& d : found) out.push_back(duty_json(tx, d, now));
    return out;
  }));
  return list_answer(std::move(items), std::nullopt);
}

http::Response duty_enter(const Services& services, const http::Request& request) {
  Body body(request);
  cases::Duty duty;
  duty.person_id = body.text("person_id", 60);
  duty.step = body.text("step", 20);
  duty.region = body.maybe_text("region", 32).value_or("");
  duty.from = body.instant("from");
  duty.until = body.instant("until");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, desk_of(services).put_on_duty(duty, request.principal->person_id));
  MUSTER_ANSWER_TRY(auto out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    return duty_json(tx, made, services.clock.now());
  }));
  return answer(std::move(out), 201).header("Location", "/api/duties/" + made.id);
}

http::Response duty_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"end"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(desk_of(services).end_duty(request.param("id"), request.principal->person_id));
  return http::Response::no_content();
}

}  // namespace muster::api
