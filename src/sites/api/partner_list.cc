// GET /partners: newest first; ?state, ?kind, ?party_id, ?q (begins with; then in order of name, one page).
#include "filing_json.h"
#include "partner_handlers.h"

namespace muster::api {

http::Response partner_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  partners::Filter filter;
  const std::string state = request.query_or("state", ""), kind = request.query_or("kind", "");
  if (!state.empty() && !(filter.state = partners::partner_state(state)))
    return http::Response::problem(invalid("state_unknown", "There is no such state of a partner.", "state"));
  if (!kind.empty() && !(filter.kind = partners::partner_kind(kind)))
    return http::Response::problem(invalid("kind_unknown", "A partner is promotion, billing or resale.", "kind"));
  filter.party_id = request.query_or("party_id", "");
  filter.name_prefix = request.query_or("q", "");
  if (only_own(*request.principal)) {
    filter = {};
    filter.party_id = request.principal->party_id;
  }
  MUSTER_ANSWER_TRY(const auto found, services.partners.list(filter, page.after, page.limit));
  json::array items;
  for (const auto& p : found.items) items.push_back(partner_line_json(p));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
