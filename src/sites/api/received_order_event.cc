// POST /received-orders/{id}/events: another person checks it against the scan, or rejects it.
#include "case_handlers.h"

namespace muster::api {

http::Response received_order_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"check", "reject"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  (void)body.texts("reasons", 10, 2'000);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto r, services.cases.received_order(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, r.version));
  MUSTER_ANSWER_TRY(const auto done,
                    services.cases.check_received_order(r.id, event == "check", request.principal->person_id));
  const auto out = services.database.read(
      [&](store::Transaction& tx) -> Result<json::object> { return received_order_json(tx, done); });
  if (!out.ok()) return http::Response::problem(out.error());
  return answer(*out).header("ETag", http::etag_of(done.version));
}

}  // namespace muster::api
