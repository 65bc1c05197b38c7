// GET /programmes
#include "programme_handlers.h"

namespace muster::api {

http::Response programme_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto all, services.programme.list(actor_of(request)));
  json::array items;
  for (const auto& whole : all) items.push_back(programme_json(services, whole));
  return list_answer(std::move(items), std::nullopt);
}

}  // namespace muster::api
