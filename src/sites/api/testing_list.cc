// GET /tests: visits, newest first; of a host or registrable domain (q), of a verdict.
#include "testing_handlers.h"
#include <base/text.h>
#include <names/name.h>

namespace muster::api {

http::Response testing_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  testing::TestFilter filter;
  filter.verdict = request.query_or("verdict", "");
  filter.after = page.after;
  filter.limit = page.limit;
  if (const std::string q(trim(request.query_or("q", ""))); !q.empty()) {
    MUSTER_ANSWER_TRY(const auto name, names::parse_name(q));
    filter.host = name.ascii;
  }
  MUSTER_ANSWER_TRY(const auto runs, services.testing.runs(filter));
  json::array items;
  for (const auto& run : runs) items.push_back(test_summary_json(run));
  const bool more = static_cast<int>(runs.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(runs.back().id) : std::nullopt);
}

}  // namespace muster::api
