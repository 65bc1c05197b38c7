#include "filing_handlers.h"
#include "legacy_handlers.h"
#include <http/idempotency.h>
#include <http/router.h>
#include <jobs/jobs.h>

namespace muster::api {

void add_restriction_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const auto add = [&](const char* method, const char* pattern, const Access& access, Action action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = access,
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  add("GET", "/api/restrictions/holds", Access::signed_in(), restriction_holds);
  add("GET", "/api/restrictions/blocklist", Access::signed_in(), restriction_blocklist);

  const Access readers = Access::any_of({"registrar", "examiner", "decider", "confirmer", "operator", "auditor"});
  add("GET", "/api/legacy-blocks", readers, legacy_list);
  add("GET", "/api/legacy-blocks/summary", readers, legacy_summary);
  add("GET", "/api/legacy-blocks/removals", readers, legacy_removals);
  add("GET", "/api/legacy-blocks/{id}", readers, legacy_show);
  add("POST", "/api/legacy-blocks/{id}/events", Access::any_of({"examiner"}), legacy_event);
  router.add(
      {.method = "POST",
       .pattern = "/api/legacy-blocks/imports",
       .access = Access::any_of({"examiner", "operator"}),
       .handler = http::once(services.database, services.clock, services.random,
                             [services](const http::Request& request) { return legacy_import(services, request); }),
       .body_max_bytes = kLegacyImportBodyMax});
  services.jobs.add_kind(kLegacyImportJob,
                         [services](jobs::JobContext& context) { return run_legacy_import(services, context); });
}

}  // namespace muster::api
