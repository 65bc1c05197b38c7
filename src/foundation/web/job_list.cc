// GET /jobs?state=&kind=&by=: newest first.
#include "job_handlers.h"

namespace muster::web {

http::Response job_list(const JobParts& parts, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string by = request.query_or("by", "");
  if (!by.empty() && by != "people")
    return http::Response::problem(invalid("job_by", "Jobs can be asked for by=people, or without it.", "by"));
  MUSTER_ANSWER_TRY(auto jobs, parts.jobs.list(request.query_or("kind", ""), request.query_or("state", ""), page.after,
                                               page.limit + 1, by == "people"));
  const bool more = static_cast<int>(jobs.size()) > page.limit;
  if (more) jobs.pop_back();
  json::array items;
  for (const auto& job : jobs) items.push_back(job_json(job));
  return list_answer(std::move(items), more ? std::optional(jobs.back().id) : std::nullopt);
}

}  // namespace muster::web
