// GET /golden-items/score: how what is in force scores the golden set, by ground.
#include "review_handlers.h"

namespace muster::api {

http::Response golden_score(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto scores, services.reviews.score_golden());
  json::array items;
  for (const auto& each : scores)
    items.push_back(json::object{{"ground", each.ground},
                                 {"violations", each.violations},
                                 {"found", each.found},
                                 {"none", each.none},
                                 {"false_clues", each.false_clues},
                                 {"unreadable", each.unreadable}});
  return list_answer(std::move(items), std::nullopt);
}

}  // namespace muster::api
