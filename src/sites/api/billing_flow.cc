// POST and GET /billing-services/{id}/inspections, GET /flow-inspections/{id}.
#include "billing_handlers.h"

namespace muster::api {

http::Response flow_inspect(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto s, services.billing.services.get(request.param("id")));
  if (s.flow.empty())
    return http::Response::problem(
        conflict("flow_missing", "This service's charge flow is not described yet; describe it first."));
  const std::string& me = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto job,
                    services.jobs.enqueue(me, billing::kInspectionsJob,
                                          json::serialize(json::object{{"service_id", s.id}, {"actor", me}})));
  return answer(json::object{{"job_id", job}}, 202);
}

http::Response flow_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto s, seen_service(services, request, request.param("id")));
  MUSTER_ANSWER_TRY(const auto found, services.billing.flows.list(s.id, page.after, page.limit));
  json::array items;
  for (const auto& i : found) items.push_back(inspection_json(i, false));
  const bool more = static_cast<int>(found.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response flow_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto found, services.billing.flows.get(request.param("id")));
  if (!seen_service(services, request, found.service_id).ok())
    return http::Response::problem(not_found("inspection_unknown", "There is no such inspection."));
  return answer(inspection_json(found, true));
}

}  // namespace muster::api
