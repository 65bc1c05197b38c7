// GET /domains: by the beginning of a name, by state or holder; with due=1 those whose documents' term runs.
#include "domain_handlers.h"

namespace muster::api {

http::Response domain_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  holders::DomainFilter filter;
  filter.q = request.query_or("q", "");
  filter.holder_id = request.query_or("holder_id", "");
  filter.due = request.query_or("due", "") == "1";
  if (const auto state = request.query_or("state", ""); !state.empty()) {
    filter.state = holders::state_of(state);
    if (!filter.state)
      return http::Response::problem(invalid("state_unknown", "There is no such state of a domain.", "state"));
  }
  MUSTER_ANSWER_TRY(const auto found, services.holders.list(filter, page.after, page.limit));
  json::array items;
  for (const auto& row : found.items)
    items.push_back({{"name", row.name},
                     {"holder_id", row.holder_id},
                     {"holder", row.holder_name.empty() ? json::value(nullptr) : json::value(row.holder_name)},
                     {"holder_kind", holders::to_text(row.holder_kind)},
                     {"registrar", row.registrar},
                     {"state", holders::to_text(row.state)},
                     {"state_since", time_json(row.state_since)},
                     {"due_at", time_json(row.due_at)},
                     {"expires_at", time_json(row.expires_at)}});
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
