#include "filing_handlers.h"
#include "legacy_handlers.h"
#include "never_block_handlers.h"
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

  const Access all = Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider",
                                     "security_confirmer", "appeal_officer", "operator", "auditor"});
  const Access keepers = Access::any_of({"operator", "decider", "confirmer"});
  routes.add("GET", "/api/never-block/names", all, never_block_list);
  routes.add("GET", "/api/never-block/lookup", all, never_block_lookup);
  routes.add("GET", "/api/never-block/proposals", all, never_block_proposals);
  routes.create("/api/never-block/proposals", keepers, never_block_propose);
  routes.add("GET", "/api/never-block/proposals/{id}", all, never_block_show);
  routes.add("GET", "/api/never-block/proposals/{id}/names", all, never_block_names);
  routes.add("POST", "/api/never-block/proposals/{id}/events", keepers, never_block_event);
  routes.create("/api/never-block/imports", keepers, never_block_import, kNeverBlockImportBodyMax);
  services.jobs.add_kind(kNeverBlockImportJob,
                         [services](jobs::JobContext& context) { return run_never_block_import(services, context); });
}

}  // namespace muster::api
