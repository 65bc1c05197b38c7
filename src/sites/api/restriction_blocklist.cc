// GET /restrictions/blocklist: what is sealed is the auditor's to read.
#include "filing_handlers.h"
#include <base/text.h>

namespace muster::api {

http::Response restriction_blocklist(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  restrictions::EntryFilter filter;
  filter.name_prefix = to_lower_ascii(trim(request.query_or("q", "")));
  filter.with_sealed = request.principal->has("auditor");
  if (const auto state = request.query_value("state"); state && !state->empty()) {
    filter.state = restrictions::entry_state(*state);
    if (!filter.state)
      return http::Response::problem(
          invalid("state_unknown", "An entry is proposed, active, expired or removed.", "state"));
  }
  MUSTER_ANSWER_TRY(const auto found, services.restrictions.entries(filter, page.after, page.limit));
  json::array items;
  for (const auto& entry : found.items) items.push_back(restriction_json(entry));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
