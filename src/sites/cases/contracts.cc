// How orders on contracts reach the rooms that keep them.
#include "flow.h"
#include <cases/contracts.h>

namespace muster::cases {

std::string_view contract_kind(std::string_view scope_value) {
  const auto colon = scope_value.find(':');
  return colon == std::string_view::npos ? std::string_view() : scope_value.substr(0, colon);
}

bool order_stands(std::string_view state) {
  return state == "in_force" || state == "executed" || state == "verified";
}

const Contracts* Flow::contracts_of(std::string_view scope_value) const {
  const auto found = s.contracts_.find(contract_kind(scope_value));
  return found == s.contracts_.end() ? nullptr : found->second;
}

Result<void> Flow::tell_contracts(const Order& o, bool stands) {
  if (o.measure != "contract") return {};
  const Contracts* room = contracts_of(o.scope_value);
  return room ? room->stands(tx, o, stands, actor) : Result<void>();
}

std::string Flow::contract_party(const Case& c) const {
  const GroundRule* ground = find_ground(c.ground);
  if (!ground || ground->who != "contract") return {};
  for (const auto& room : s.contracts_)
    if (std::string party = room.second->party_of(tx, c); !party.empty()) return party;
  return {};
}

std::string Service::told_party(store::Transaction& tx, const Order& order) const {
  if (!order.executor_party_id.empty() || order.measure != "contract") return order.executor_party_id;
  const auto about = select_case(tx, order.case_id);
  return about ? Flow(*this, tx, "system:cases").contract_party(*about) : std::string();
}

}  // namespace muster::cases
