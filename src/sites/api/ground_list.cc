// GET /grounds: the closed list, for everybody.
#include "case_handlers.h"

namespace muster::api {

http::Response ground_list(const Services& services, const http::Request&) {
  json::array items;
  for (const auto& ground : cases::grounds()) items.push_back(ground_json(services.policy, ground));
  return list_answer(std::move(items), std::nullopt);
}

}  // namespace muster::api
