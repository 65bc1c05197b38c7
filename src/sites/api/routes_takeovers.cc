#include "routes.h"
#include "takeover_handlers.h"
#include <jobs/jobs.h>
#include <takeover/mapping.h>

namespace muster::api {

void add_takeover_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access readers = Access::any_of({"registrar", "auditor"});
  const Access registrars = Access::any_of({"registrar"});
  routes.create("/api/takeovers", registrars, takeover_start, kTakeoverBodyMax);
  routes.add("GET", "/api/takeovers/origins", readers, takeover_origins);
  routes.add("GET", "/api/takeovers/filings", readers, takeover_filings);
  routes.add("POST", "/api/takeovers/filings/{id}/events", registrars, takeover_filing_event);
  routes.add("GET", "/api/takeovers/mappings", readers, takeover_mapping_list);
  routes.add("GET", "/api/takeovers/mappings/{name}", readers, takeover_mapping_show);
  routes.add("PUT", "/api/takeovers/mappings/{name}", registrars, takeover_mapping_save);
  services.jobs.add_kind(kTakeoverJob,
                         [services](jobs::JobContext& context) { return run_takeover(services, context); });
}

}  // namespace muster::api
