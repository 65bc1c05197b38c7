// POST /tests/{id}/events: may_show_minor. Every test of the host leaves every screen; the address goes to the hotline.
#include "testing_handlers.h"

#include <reports/service.h>

namespace muster::api {

http::Response testing_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"may_show_minor"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto receipt, services.reports.seal_test(request.param("id"), request.principal->person_id));
  return answer({{"report_id", receipt.id}, {"report_number", receipt.number}});
}

}  // namespace muster::api
