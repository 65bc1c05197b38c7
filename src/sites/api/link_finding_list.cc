// GET /link-findings: newest first; ?partner, ?provider_id, ?kind, ?state (open by default; "any").
#include "filing_json.h"
#include "partner_handlers.h"

namespace muster::api {

http::Response link_finding_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  promotion::FindingFilter filter;
  const std::string state = request.query_or("state", "open"), kind = request.query_or("kind", ""),
                    partner = request.query_or("partner", "");
  filter.state = promotion::finding_state(state);
  if (!filter.state && state != "any")
    return http::Response::problem(invalid("state_unknown", "A finding is open, fixed or dismissed.", "state"));
  if (!kind.empty() && !(filter.kind = promotion::finding_kind(kind)))
    return http::Response::problem(invalid("kind_unknown", "There is no such kind of finding.", "kind"));
  filter.provider_id = request.query_or("provider_id", "");
  if (only_own(*request.principal) && partner.empty())
    return http::Response::problem(invalid("partner_missing", "Name one of your partner records.", "partner"));
  if (!partner.empty()) {
    MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, partner));
    filter.partner_id = p.id;
  }
  MUSTER_ANSWER_TRY(const auto found, services.findings.list(filter, page.after, page.limit));
  json::array items;
  for (const auto& f : found.items) items.push_back(finding_json(f));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
