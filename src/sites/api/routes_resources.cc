#include "address_handlers.h"
#include <http/idempotency.h>
#include <http/router.h>

namespace muster::api {

void add_resource_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const auto add = [&](const char* method, const char* pattern, Access access, Action action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  const auto create = [&](const char* pattern, Access access, Action action, std::size_t body_max = 1 << 20) {
    auto once = http::once(services.database, services.clock, services.random,
                           [services, action](const http::Request& request) { return action(services, request); });
    router.add({.method = "POST",
                .pattern = pattern,
                .access = std::move(access),
                .handler = std::move(once),
                .body_max_bytes = body_max});
  };
  const Access staff = Access::any_of({"registrar", "examiner", "decider", "confirmer", "operator", "auditor"});
  const Access readers =
      Access::any_of({"registrar", "examiner", "decider", "confirmer", "operator", "auditor", "partner_user"});
  const Access holders = Access::any_of({"registrar", "partner_user"});
  add("GET", "/api/address-blocks", readers, address_block_list);
  create("/api/address-blocks", holders, address_block_create);
  create("/api/address-blocks/imports", Access::any_of({"registrar"}), address_block_import, kBlockImportBodyMax);
  add("GET", "/api/address-blocks/{id}", readers, address_block_show);
  add("PUT", "/api/address-blocks/{id}/particulars", holders, address_block_change);
  add("POST", "/api/address-blocks/{id}/events", holders, address_block_event);
  add("GET", "/api/address-leases", readers, address_lease_list);
  create("/api/address-leases", holders, address_lease_create);
  add("GET", "/api/address-leases/{id}", readers, address_lease_show);
  add("POST", "/api/address-leases/{id}/events", holders, address_lease_event);
  add("GET", "/api/addresses/{address}", readers, address_show);
  add("GET", "/api/address-findings", staff, address_findings);
  services.jobs.add_kind(kBlockImportJob,
                         [services](jobs::JobContext& context) { return run_block_import(services, context); });
}

}  // namespace muster::api
