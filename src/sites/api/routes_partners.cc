#include "partner_handlers.h"
#include "routes.h"
#include <jobs/jobs.h>

namespace muster::api {

void add_partner_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access readers = Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider",
                                         "security_confirmer", "operator", "supervisor", "auditor", "partner_user"});
  const Access staff = Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider",
                                       "security_confirmer", "operator", "supervisor", "auditor"});
  const Access writers = Access::any_of({"registrar", "partner_user"});
  const Access checkers = Access::any_of({"registrar", "examiner", "partner_user"});
  routes.add("GET", "/api/partners", readers, partner_list);
  routes.create("/api/partners", writers, partner_apply);
  routes.add("GET", "/api/partners/{id}", readers, partner_show);
  routes.add("POST", "/api/partners/{id}/events", Access::any_of({"registrar", "examiner", "supervisor"}),
             partner_event);
  routes.create("/api/partners/{id}/papers", writers, partner_paper, 2 << 20);
  routes.create("/api/partners/{id}/checks", checkers, partner_check);
  routes.create("/api/partners/{id}/responsible", writers, partner_responsible);
  routes.create("/api/partners/{id}/bars", Access::any_of({"registrar", "examiner"}), partner_bar);
  routes.create("/api/partners/{id}/sites", Access::any_of({"registrar"}), partner_site);
  routes.create("/api/partners/{id}/told", Access::any_of({"partner_user"}), partner_tell);
  routes.add("GET", "/api/partners/{id}/channels", readers, channel_list);
  routes.add("GET", "/api/partners/{id}/inventories", readers, inventory_list);
  routes.create("/api/partners/{id}/inventories", writers, inventory_import, kLinkImportBodyMax);
  routes.add("GET", "/api/partners/{id}/inventories/difference", readers, inventory_difference);
  routes.create("/api/partners/{id}/links", writers, link_put);
  routes.add("GET", "/api/partners/{id}/links/{code}", readers, link_show);
  routes.add("POST", "/api/partners/{id}/links/{code}/events", checkers, link_event);
  routes.add("GET", "/api/links", readers, link_list);
  routes.add("GET", "/api/links/coverage", staff, link_coverage);
  routes.add("GET", "/api/link-mappings", writers, link_mapping_list);
  routes.add("PUT", "/api/link-mappings/{name}", writers, link_mapping_save);
  routes.add("GET", "/api/link-findings", readers, link_finding_list);
  routes.add("GET", "/api/link-findings/open", readers, link_finding_counts);
  routes.add("GET", "/api/link-findings/{id}", readers, link_finding_show);
  routes.add("POST", "/api/link-findings/{id}/events", Access::any_of({"examiner"}), link_finding_event);
  routes.add("GET", "/api/retests/{id}", readers, retest_show);
  services.jobs.add_kind(kLinkImportJob,
                         [services](jobs::JobContext& context) { return run_link_import(services, context); });
}

}  // namespace muster::api
