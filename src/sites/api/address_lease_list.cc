// GET /address-leases: newest first; by states (repeatable), party or block.
#include "address_handlers.h"

namespace muster::api {

http::Response address_lease_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  resources::LeaseFilter filter;
  filter.party_id = request.query_or("party_id", "");
  filter.block_id = request.query_or("block_id", "");
  for (const auto& [name, value] : request.query) {
    if (name != "state" || value.empty()) continue;
    const auto state = resources::lease_state(value);
    if (!state) return http::Response::problem(invalid("state_unknown", "There is no such state of a lease.", "state"));
    filter.states.push_back(*state);
  }
  if (only_own(*request.principal)) filter.party_id = request.principal->party_id;
  MUSTER_ANSWER_TRY(const auto found, services.resources.leases(filter, page.after, page.limit));
  ProviderNames parties(services);
  json::array items;
  for (const auto& lease : found.items) items.push_back(lease_json(lease, parties));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
