#include "address_handlers.h"
#include "routes.h"

namespace muster::api {

void add_resource_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access staff = Access::any_of({"registrar", "examiner", "decider", "confirmer", "operator", "auditor"});
  const Access readers =
      Access::any_of({"registrar", "examiner", "decider", "confirmer", "operator", "auditor", "partner_user"});
  const Access holders = Access::any_of({"registrar", "partner_user"});
  routes.add("GET", "/api/address-blocks", readers, address_block_list);
  routes.create("/api/address-blocks", holders, address_block_create);
  routes.create("/api/address-blocks/imports", Access::any_of({"registrar"}), address_block_import,
                kBlockImportBodyMax);
  routes.add("GET", "/api/address-blocks/{id}", readers, address_block_show);
  routes.add("PUT", "/api/address-blocks/{id}/particulars", holders, address_block_change);
  routes.add("POST", "/api/address-blocks/{id}/events", holders, address_block_event);
  routes.add("GET", "/api/address-leases", readers, address_lease_list);
  routes.create("/api/address-leases", holders, address_lease_create);
  routes.add("GET", "/api/address-leases/{id}", readers, address_lease_show);
  routes.add("POST", "/api/address-leases/{id}/events", holders, address_lease_event);
  routes.add("GET", "/api/addresses/{address}", readers, address_show);
  routes.add("GET", "/api/address-findings", staff, address_findings);
  services.jobs.add_kind(kBlockImportJob,
                         [services](jobs::JobContext& context) { return run_block_import(services, context); });
}

}  // namespace muster::api
