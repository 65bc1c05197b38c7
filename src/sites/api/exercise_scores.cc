// GET /exercises/agreement: by month and ground, of nobody by name.
#include "exercise_handlers.h"

namespace muster::api {

http::Response exercise_scores(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto all, services.training.scores());
  json::array items;
  for (const auto& s : all)
    items.push_back(json::object{{"month", s.month},
                                 {"ground", s.ground},
                                 {"few", s.few},
                                 {"answers", s.answers},
                                 {"agreed", s.agreed},
                                 {"violations", s.violations},
                                 {"scope_agreed", s.scope_agreed},
                                 {"kappa", s.kappa}});
  return list_answer(std::move(items), std::nullopt);
}

}  // namespace muster::api
