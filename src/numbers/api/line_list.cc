// GET /lines?pool=&state=: the lines of a pool in the order of their numbers; without a pool, those of a state in which
// somebody has to act.
#include "line_handlers.h"

namespace muster::numbers_api {

http::Response line_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string pool = request.query_or("pool", ""), state_text = request.query_or("state", "");
  const auto state = lines::state(state_text);
  if (!state_text.empty() && !state)
    return http::Response::problem(invalid("state_unknown", "There is no such state of a line.", "state"));
  if (pool.empty() && !state)
    return http::Response::problem(invalid("pool_missing", "Name a pool, or a state.", "pool"));
  MUSTER_ANSWER_TRY(const auto found, pool.empty() ? services.lines.stopped(*state, page.after, page.limit)
                                                   : services.lines.of_pool(pool, state, page.after, page.limit));
  json::array items;
  for (const auto& line : found.lines) items.push_back(line_json(line));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::numbers_api
