// GET /orders/{id}/xarf: what a provider is told of the order, as a report of XARF v4.
#include "case_handlers.h"
#include <policy/policy.h>

#include <sharing/publisher.h>

namespace muster::api {

http::Response order_xarf(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto o, services.cases.order(request.param("id")));
  if (!may_see_scope(o, *request.principal))
    return http::Response::problem(not_found("order_unknown", "There is no order with this number."));
  MUSTER_ANSWER_TRY(
      const std::string report,
      services.shared_orders.xarf(o.id, {services.shared_orders.speaker().name, services.policy.text("notices.from")},
                                  services.policy.named("public.address")));
  return http::Response::text(report, "application/json")
      .header("Content-Disposition", "attachment; filename=\"" + o.number + ".xarf.json\"");
}

}  // namespace muster::api
