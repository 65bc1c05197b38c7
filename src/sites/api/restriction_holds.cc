// GET /restrictions/holds
#include "filing_handlers.h"
#include <base/text.h>

namespace muster::api {

http::Response restriction_holds(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  restrictions::HoldFilter filter;
  filter.name_prefix = to_lower_ascii(trim(request.query_or("q", "")));
  if (const auto state = request.query_value("state"); state && !state->empty()) {
    filter.state = restrictions::hold_state(*state);
    if (!filter.state)
      return http::Response::problem(invalid("state_unknown", "A hold is active, lifted or expired.", "state"));
  }
  if (only_own(*request.principal)) filter.provider_id = request.principal->party_id;
  MUSTER_ANSWER_TRY(const auto found, services.restrictions.holds(filter, page.after, page.limit));
  json::array items;
  for (const auto& hold : found.items) items.push_back(restriction_json(services, hold, request.language()));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
