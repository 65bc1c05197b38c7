#include "inspector.h"

#include <programme/visit.h>

namespace muster::api {

std::shared_ptr<const programme::Visits> visits_of(const Services& services) {
  return std::make_shared<const programme::Visits>(services.database, services.recorder);
}

bool is_inspector(const http::Request& request) {
  return request.principal && request.principal->has(programme::kInspectorRole);
}

http::Response seen_by_inspector(const programme::Visits& visits, const http::Request& request,
                                 const std::function<http::Response()>& action) {
  if (request.method != "GET" && request.method != "HEAD")
    return http::Response::problem(refused("inspector_reads", "Who inspects this house reads, and changes nothing."));
  http::Response response = action();
  if (response.status >= 300) return response;
  if (const auto looked = visits.looked(request.principal->person_id, request.path); !looked.ok())
    return http::Response::problem(looked.error());
  return response;
}

}  // namespace muster::api
