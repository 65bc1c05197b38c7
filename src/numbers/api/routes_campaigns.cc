#include "campaign_handlers.h"

namespace muster::numbers_api {

void add_campaign_routes(http::Router& router, const Services& services) {
  using http::Access;
  const auto add = [&](const char* method, const char* pattern, const Access& access, Handle handle) {
    add_route(router, services, method, pattern, access, handle);
  };
  const Access readers = Access::any_of({"registrar", "operator", "compliance_officer", "supervisor", "auditor"});
  const Access leaders = Access::any_of({"operator", "supervisor"});
  const Access exempters = Access::any_of({"operator", "compliance_officer", "supervisor"});
  add("GET", "/api/campaigns", readers, campaign_list);
  add("POST", "/api/campaigns", Access::any_of({"operator"}), campaign_create);
  add("GET", "/api/campaigns/{id}", readers, campaign_show);
  add("POST", "/api/campaigns/{id}/events", leaders, campaign_event);
  add("POST", "/api/campaigns/{id}/deadlines", leaders, campaign_deadline);
  add("GET", "/api/campaigns/{id}/progress", readers, campaign_progress);
  add("GET", "/api/campaigns/{id}/dealers", readers, campaign_dealers);
  add("GET", "/api/campaigns/{id}/exemptions", readers, exemption_list);
  add("POST", "/api/campaigns/{id}/exemptions", exempters, exemption_create);
  add("POST", "/api/exemptions/{id}/events", exempters, exemption_event);
}

}  // namespace muster::numbers_api
