// POST /pools/{id}/reservations: the lowest free number is set aside for a dealer. POST /sims: a SIM out of the box.
#include "line_handlers.h"

namespace muster::numbers_api {

http::Response pool_reserve(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string dealer = body.text("reserved_for", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto line,
                    services.lines.reserve_any(request.principal->person_id, request.param("id"), dealer));
  return line_answer(services, line, 201).header("Location", "/api/lines/" + line.id);
}

http::Response sim_create(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string iccid = body.text("iccid", 40), imsi = body.text("imsi", 40);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto sim, services.lines.add_sim(request.principal->person_id, iccid, imsi));
  return answer({{"id", sim.id}, {"created_at", time_json(sim.created_at)}}, 201);
}

}  // namespace muster::numbers_api
