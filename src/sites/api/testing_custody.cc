// GET /tests/{id}/custody: who sealed, read and took out the evidence, and since when it is proven to be there.
#include "testing_handlers.h"

#include <evidence/service.h>

namespace muster::api {

http::Response testing_custody(const Services& services, const http::Request& request) {
  const std::string id = request.param("id");
  MUSTER_ANSWER_TRY(const auto entries, services.evidence.custody(id));
  MUSTER_ANSWER_TRY(const auto standing, services.evidence.standing(id));
  json::array items;
  for (const auto& each : entries) {
    boost::system::error_code error;
    items.push_back(json::object{{"event_id", each.event_id},
                                 {"kind", each.kind},
                                 {"at", to_rfc3339(each.at)},
                                 {"actor", each.actor},
                                 {"body", each.body.empty() ? json::value(nullptr) : json::parse(each.body, error)}});
  }
  json::value checkpoint, stamp;
  if (standing.checkpoint_at) checkpoint = json::value(to_rfc3339(*standing.checkpoint_at));
  if (standing.time_stamp)
    stamp = json::object{{"at", to_rfc3339(standing.time_stamp->at)},
                         {"authority", standing.time_stamp->authority},
                         {"serial", standing.time_stamp->serial}};
  return answer({{"items", std::move(items)},
                 {"next", nullptr},
                 {"checkpoint_at", std::move(checkpoint)},
                 {"time_stamp", std::move(stamp)}});
}

}  // namespace muster::api
