// GET /addresses/{address}: who has it, innermost tenant first.
#include "address_handlers.h"
#include <resources/address_origin.h>

#include <algorithm>

namespace muster::api {
namespace {

// A hint, out of public data: where the first address is registered. {"installed": false} where there is no such data.
json::object origin_json(const Services& services, const identifiers::AddressRange& address) {
  const auto* origins = services.resources.origins();
  if (!origins)
    return {{"installed", false},
            {"country", nullptr},
            {"network", nullptr},
            {"network_name", nullptr},
            {"range", nullptr}};
  const auto found = origins->of(address.first);
  return {
      {"installed", true},
      {"country", found && !found->country.empty() ? json::value(found->country) : json::value(nullptr)},
      {"network", found && found->network != 0 ? json::value(found->network) : json::value(nullptr)},
      {"network_name", found && !found->network_name.empty() ? json::value(found->network_name) : json::value(nullptr)},
      {"range", found ? json::value(found->range) : json::value(nullptr)}};
}

}  // namespace

http::Response address_show(const Services& services, const http::Request& request) {
  const auto address = identifiers::parse_address_range(request.param("address"));
  if (!address.ok()) return http::Response::problem(address.error());
  MUSTER_ANSWER_TRY(auto chain, services.resources.chain(*address));
  const std::string& own = request.principal->party_id;
  if (only_own(*request.principal) && std::none_of(chain.begin(), chain.end(), [&](const resources::Tenant& t) {
        return t.block.holder_id == own || t.block.user_id == own;
      }))
    chain.clear();
  ProviderNames parties(services);
  json::array tenants;
  for (const auto& tenant : chain) tenants.push_back(tenant_json(tenant, parties));
  return answer({{"address", address->text()},
                 {"on_record", !chain.empty()},
                 {"tenants", std::move(tenants)},
                 {"origin", origin_json(services, *address)}});
}

}  // namespace muster::api
