// GET /second-reviews: those that I have taken, and how many wait that I may take.
#include "review_handlers.h"

namespace muster::api {

http::Response review_mine(const Services& services, const http::Request& request) {
  const std::string& person = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto mine, services.reviews.taken_by(person));
  MUSTER_ANSWER_TRY(const auto waiting, services.reviews.waiting_for(person));
  json::array items;
  for (const auto& each : mine) items.push_back(review_json(each));
  return answer({{"items", std::move(items)}, {"next", nullptr}, {"waiting", waiting}});
}

}  // namespace muster::api
