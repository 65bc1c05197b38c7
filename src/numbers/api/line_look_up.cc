// POST /lines/look-up {"msisdn", "purpose"}: which line a number is of, and who holds it. The number stands in the
// body, never in an address; the question is in the ledger whether or not there is an answer.
#include "line_handlers.h"
#include <registration/service.h>

namespace muster::numbers_api {

http::Response line_look_up(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string number = body.text("msisdn", 40), purpose = body.text("purpose", 64);
  const auto digits = lines::parse_msisdn(number);
  if (!number.empty() && !digits.ok()) body.fault("msisdn", digits.error().code, digits.error().sentence);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto found,
                    services.registration.look_up(request.principal->person_id, *digits, purpose, {}));
  return answer({{"line", line_json(found.line)},
                 {"holding", found.ownership ? json::value(ownership_json(*found.ownership)) : json::value(nullptr)}});
}

}  // namespace muster::numbers_api
