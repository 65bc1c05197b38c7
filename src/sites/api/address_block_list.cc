// GET /address-blocks: in order of address; by address, range or name, by states (repeatable), holder or parent.
#include "address_handlers.h"

namespace muster::api {

http::Response address_block_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  resources::BlockFilter filter;
  filter.q = request.query_or("q", "");
  filter.holder_id = request.query_or("party_id", "");
  if (const auto parent = request.query_value("parent_id")) filter.parent = *parent == "root" ? "" : *parent;
  for (const auto& [name, value] : request.query) {
    if (name != "state" || value.empty()) continue;
    const auto state = resources::block_state(value);
    if (!state) return http::Response::problem(invalid("state_unknown", "There is no such state of a block.", "state"));
    filter.states.push_back(*state);
  }
  if (only_own(*request.principal)) filter.holder_id = request.principal->party_id;
  MUSTER_ANSWER_TRY(const auto found, services.resources.blocks(filter, page.after, page.limit));
  ProviderNames parties(services);
  json::array items;
  for (const auto& block : found.items) items.push_back(block_json(block, parties));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api
