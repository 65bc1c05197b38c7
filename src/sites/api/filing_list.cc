// GET /filings: by number, domain or name; by states (repeatable), provider or exact domain; what is due first; the
// review queue in its order.
#include "filing_handlers.h"
#include <base/text.h>

namespace muster::api {

http::Response filing_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  filings::FilingFilter filter;
  filter.q = request.query_or("q", "");
  filter.provider_id = request.query_or("provider_id", "");
  filter.due = request.query_or("due", "") == "1";
  filter.queue = request.query_or("queue", "") == "1";
  for (const auto& [name, value] : request.query) {
    if (name != "state" || value.empty()) continue;
    const auto state = filings::state_of(value);
    if (!state)
      return http::Response::problem(invalid("state_unknown", "There is no such state of a filing.", "state"));
    filter.states.push_back(*state);
  }
  if (only_own(*request.principal)) filter.provider_id = request.principal->party_id;
  ProviderNames providers(services);
  json::array items;
  if (const auto domain = request.query_value("domain"); domain && !domain->empty()) {
    const auto found = services.filings.find(*domain);
    if (!found.ok() && found.error().failure != Failure::not_found) return http::Response::problem(found.error());
    if (found.ok() && (filter.provider_id.empty() || found->provider_id == filter.provider_id)) {
      MUSTER_ANSWER_TRY(const auto subject, services.filings.subject(found->subject_id));
      items.push_back(filing_summary_json(row_of(*found, subject), providers));
    }
    return list_answer(std::move(items), std::nullopt);
  }
  MUSTER_ANSWER_TRY(const auto found, services.filings.list(filter, page.after, page.limit));
  for (const auto& row : found.items) items.push_back(filing_summary_json(row, providers));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
