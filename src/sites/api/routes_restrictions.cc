#include "filing_handlers.h"
#include "legacy_handlers.h"
#include "routes.h"
#include <jobs/jobs.h>

namespace muster::api {

void add_restriction_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  routes.add("GET", "/api/restrictions/holds", Access::signed_in(), restriction_holds);
  routes.add("GET", "/api/restrictions/blocklist", Access::signed_in(), restriction_blocklist);

  const Access readers = Access::any_of({"registrar", "examiner", "decider", "confirmer", "operator", "auditor"});
  routes.add("GET", "/api/legacy-blocks", readers, legacy_list);
  routes.add("GET", "/api/legacy-blocks/summary", readers, legacy_summary);
  routes.add("GET", "/api/legacy-blocks/removals", readers, legacy_removals);
  routes.add("GET", "/api/legacy-blocks/{id}", readers, legacy_show);
  routes.add("POST", "/api/legacy-blocks/{id}/events", Access::any_of({"examiner"}), legacy_event);
  routes.create("/api/legacy-blocks/imports", Access::any_of({"examiner", "operator"}), legacy_import,
                kLegacyImportBodyMax);
  services.jobs.add_kind(kLegacyImportJob,
                         [services](jobs::JobContext& context) { return run_legacy_import(services, context); });
}

}  // namespace muster::api
