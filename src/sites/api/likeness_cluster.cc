// GET /likeness/{host}/cluster: the graph around a site, with a reason for each edge.
#include "likeness_json.h"
#include "testing_handlers.h"
#include <names/name.h>
#include <web/records.h>

namespace muster::api {

http::Response likeness_cluster(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto name, names::parse_name(request.param("host")));
  MUSTER_ANSWER_TRY(const auto cluster, services.likeness.cluster(name.ascii));
  json::array nodes, edges;
  for (const auto& node : cluster.nodes)
    nodes.push_back(json::object{{"host", node.host},
                                 {"seen_at", time_json(node.seen_at)},
                                 {"steps", node.steps},
                                 {"case_id", or_null(node.case_id)},
                                 {"case_number", or_null(node.case_number)},
                                 {"ground", or_null(node.ground)}});
  for (const auto& edge : cluster.edges)
    edges.push_back(json::object{{"from", edge.from},
                                 {"to", edge.to},
                                 {"value", edge.resemblance.value},
                                 {"reasons", reasons_json(edge.resemblance.reasons)}});
  return answer(json::object{{"nodes", std::move(nodes)}, {"edges", std::move(edges)}, {"cut", cluster.cut}});
}

}  // namespace muster::api
