// GET /addresses/{address}: who has it, innermost tenant first.
#include "address_handlers.h"

#include <algorithm>

namespace muster::api {

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
  return answer({{"address", address->text()}, {"on_record", !chain.empty()}, {"tenants", std::move(tenants)}});
}

}  // namespace muster::api
