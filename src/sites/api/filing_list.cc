// GET /filings: by number, domain or name; by states (repeatable), provider or exact domain; what is due first; the
// review queue in its order; pre-approvals that end.
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
  if (const std::string approvals = request.query_or("pre_approval", ""); !approvals.empty()) {
    if (approvals != "expiring")
      return http::Response::problem(invalid(
          "pre_approval_filter", "Those that are expired or expire soon: pre_approval=expiring.", "pre_approval"));
    filter.expiring = true;
  }
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
  for (const auto& row : found.items) {
    json::object item = filing_summary_json(row, providers);
    if (row.pre_approval) item["pre_approval"] = pre_approval_json(services, *row.pre_approval);
    items.push_back(std::move(item));
  }
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
