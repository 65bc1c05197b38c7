// GET /statements: newest first; ?state=undelivered is work.
#include "statement_handlers.h"

namespace muster::api {

http::Response statement_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found,
                    services.statements.list({request.query_or("state", ""), ""}, page.after, page.limit));
  json::array items;
  for (const auto& s : found.items) items.push_back(statement_line_json(s));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
