// GET /retests/{id}: of an order on a partner's contract, what has to be tested again before it is lifted.
#include "partner_handlers.h"

namespace muster::api {

http::Response retest_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto list, services.suspensions.checklist(request.param("id")));
  MUSTER_ANSWER_CHECK(seen_partner(services, request, list.suspension.scope.partner));
  json::array items;
  for (const auto& i : list.items) {
    json::object item = finding_json(i.finding);
    item["met"] = i.met;
    items.push_back(std::move(item));
  }
  json::object out = suspension_json(list.suspension);
  out["items"] = std::move(items);
  out["complete"] = list.complete;
  return answer(out);
}

}  // namespace muster::api
