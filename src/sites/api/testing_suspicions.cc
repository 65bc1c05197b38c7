// GET /suspicions: highest score first; by state (several may be named), ground, and name (q).
#include "testing_handlers.h"
#include <base/text.h>
#include <names/name.h>

#include <reviews/reviews.h>

namespace muster::api {
namespace {

constexpr std::size_t kStatesMax = 8;

std::vector<std::string> states_of(const http::Request& request) {
  std::vector<std::string> out;
  for (const auto& [name, value] : request.query)
    if (name == "state" && !value.empty() && out.size() < kStatesMax) out.push_back(value);
  if (out.empty()) out.emplace_back();
  return out;
}

}  // namespace

http::Response testing_suspicions(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  testing::SuspicionFilter filter;
  filter.ground = request.query_or("ground", "");
  filter.after = page.after;
  filter.limit = page.limit;
  if (const std::string q(trim(request.query_or("q", ""))); !q.empty()) {
    MUSTER_ANSWER_TRY(const auto name, names::parse_name(q));
    filter.name = name.ascii;
  }
  // Each state is in the order of the page: the first `limit` of all are among the first `limit` of each.
  std::vector<testing::Suspicion> all;
  for (const std::string& state : states_of(request)) {
    filter.state = state;
    MUSTER_ANSWER_TRY(auto found, services.testing.suspicions(filter));
    std::move(found.begin(), found.end(), std::back_inserter(all));
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.score != b.score ? a.score > b.score : a.id > b.id; });
  const bool more = all.size() >= static_cast<std::size_t>(page.limit);
  if (more) all.resize(static_cast<std::size_t>(page.limit));
  MUSTER_ANSWER_TRY(const auto judging, services.reviews.taken_by(request.principal->person_id));
  json::array items;
  for (const auto& suspicion : all)
    if (std::none_of(judging.begin(), judging.end(),
                     [&](const auto& review) { return review.suspicion_id == suspicion.id; }))
      items.push_back(suspicion_summary_json(suspicion));
  return list_answer(std::move(items), more ? std::optional(testing::key_of(all.back())) : std::nullopt);
}

}  // namespace muster::api
