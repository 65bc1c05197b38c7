#include "domain_handlers.h"
#include "routes.h"
#include <identifiers/contact.h>
#include <parties/parties.h>
#include <policy/policy.h>
#include <resources/service.h>

namespace muster::api {
namespace {

std::string one_address(const identifiers::AddressRange::Bytes& bytes, bool v4) {
  return identifiers::AddressRange{bytes, bytes, v4}.text();
}

// The innermost block on record that holds the address, as RFC 9083 §5.4 tells of networks. Holders are organizations.
Result<std::optional<holders::IpNetwork>> network_of(const Services& services, const std::string& address) {
  MUSTER_TRY(const auto range, identifiers::parse_address_range(address));
  MUSTER_TRY(const auto chain, services.resources.chain(range));
  if (chain.empty()) return std::optional<holders::IpNetwork>{};
  const resources::Block& block = chain.front().block;
  holders::IpNetwork out;
  out.handle = block.id;
  out.parent_handle = block.parent_id;
  out.first = one_address(block.range.first, block.range.v4);
  out.last = one_address(block.range.last, block.range.v4);
  out.v4 = block.range.v4;
  out.name = block.particulars.name;
  out.statuses = {"active"};
  out.created_at = block.created_at;
  out.updated_at = block.state_since;
  MUSTER_TRY(out.holder, services.database.read([&](store::Transaction& tx) -> Result<std::string> {
    const auto party = parties::find_party(tx, block.holder_id);
    return party ? party->name : std::string();
  }));
  return std::optional(std::move(out));
}

}  // namespace

void add_domain_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access readers = Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider",
                                         "security_confirmer", "appeal_officer", "operator", "auditor"});
  routes.add("GET", "/api/domains", readers, domain_list);
  routes.add("GET", "/api/domains/{name}", readers, domain_show);
  routes.add("POST", "/api/domains/{name}/events", Access::any_of({"registrar"}), domain_event);
  routes.create("/api/domains/imports", Access::any_of({"registrar"}), domain_import, kImportBodyMax);
  services.jobs.add_kind(kDomainImportJob,
                         [services](jobs::JobContext& context) { return run_domain_import(services, context); });
  routes.add("POST", "/api/domains/{name}/relations", Access::any_of({"registrar"}), domain_relation_create);
  routes.add("POST", "/api/domains/{name}/relations/{id}/events", Access::any_of({"registrar"}), domain_relation_event);
  routes.add("POST", "/api/domain-flags/{id}/events", Access::any_of({"registrar"}), domain_flag_event);
}

void add_rdap_routes(http::Router& router, const Services& services) {
  add_rdap(router, services, [services](const std::string& address) { return network_of(services, address); });
}

}  // namespace muster::api
