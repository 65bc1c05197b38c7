// The programme: read by whoever is signed in (partners see what concerns their own party), led by supervisors.
#include "programme_handlers.h"
#include "routes.h"

namespace muster::api {
namespace {

constexpr std::size_t kTableMaxBytes = 8u << 20;

}  // namespace

void add_programme_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access lead = Access::any_of({"supervisor"});
  routes.add("GET", "/api/programmes", Access::signed_in(), programme_list);
  routes.create("/api/programmes", lead, programme_create);
  routes.add("GET", "/api/programmes/{id}", Access::signed_in(), programme_show);
  routes.add("PATCH", "/api/programmes/{id}", lead, programme_change);
  routes.add("POST", "/api/programmes/{id}/parties", lead, programme_party);
  routes.add("GET", "/api/programmes/{id}/items", Access::signed_in(), programme_items);
  routes.create("/api/programmes/{id}/items", lead, programme_item_add);
  routes.add("GET", "/api/programmes/{id}/items.csv", Access::signed_in(), programme_table);
  routes.add("GET", "/api/programmes/{id}/items.xlsx", Access::signed_in(), programme_table);
  routes.create("/api/programmes/{id}/items/import", lead, programme_import, kTableMaxBytes);
  routes.add("GET", "/api/programme-items/mine", Access::signed_in(), programme_mine);
  routes.add("GET", "/api/programme-items/{id}", Access::signed_in(), programme_item_show);
  routes.add("PATCH", "/api/programme-items/{id}", lead, programme_item_change);
  routes.add("POST", "/api/programme-items/{id}/events", Access::signed_in(), programme_item_event);
  routes.add("POST", "/api/programme-items/{id}/steps/{seq}/events", Access::signed_in(), programme_item_step);
  routes.create("/api/programme-items/{id}/evidence", Access::signed_in(), programme_item_evidence);
  routes.create("/api/programme-items/{id}/returns", Access::signed_in(), programme_item_report);
  routes.add("GET", "/api/programme-people", lead, programme_people);
  routes.add("GET", "/api/calendars", Access::signed_in(), calendar_list);
  routes.create("/api/calendars", Access::signed_in(), calendar_give);
  routes.add("POST", "/api/calendars/{id}/events", Access::signed_in(), calendar_revoke);
  routes.add("GET", "/feeds/calendar", Access::anybody(), calendar_feed);  // its token is checked there
}

}  // namespace muster::api
