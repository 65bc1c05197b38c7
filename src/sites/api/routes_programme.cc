// The programme: read by whoever is signed in (partners see what concerns their own party), led by supervisors.
#include "aggregate_handlers.h"
#include "dashboard_handlers.h"
#include "inspection_handlers.h"
#include "programme_handlers.h"
#include "referral_handlers.h"
#include "routes.h"
#include <http/rate_limit.h>

namespace muster::api {
namespace {

constexpr int kAggregatesAtOnce = 60;  // of one client a minute
constexpr std::size_t kTableMaxBytes = 8u << 20;

// The limiter lives as long as the route.
http::Handler limited_by(const std::shared_ptr<http::RateLimiter>& limiter, http::Handler handler) {
  return [limiter, inside = http::limited(*limiter, std::move(handler))](const http::Request& request) {
    return inside(request);
  };
}

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
  const Access figures = Access::any_of({"registrar", "examiner", "decider", "confirmer", "appeal_officer", "operator",
                                         "auditor", "security_decider", "security_confirmer", "supervisor"});
  routes.add("GET", "/api/dashboard", figures, dashboard_show);
  const auto beat = std::make_shared<FiguresBeat>(services);
  router.add(
      {.method = "GET",
       .pattern = "/api/dashboard/live",
       .access = figures,
       .handler = [beat, &clock = services.clock](const http::Request&) { return dashboard_live(beat, clock); }});
  routes.add("GET", "/api/inspections", Access::signed_in(), inspection_list);
  routes.create("/api/inspections", lead, inspection_open);
  routes.add("GET", "/api/inspections/{id}", Access::signed_in(), inspection_show);
  routes.add("POST", "/api/inspections/{id}/answers/{seq}", lead, inspection_answer);
  routes.add("POST", "/api/inspections/{id}/events", lead, inspection_event);
  routes.add("GET", "/api/inspection-findings", Access::signed_in(), finding_list);
  routes.create("/api/inspection-findings", Access::any_of({"supervisor", "partner_user"}), finding_write);
  routes.add("GET", "/api/inspection-findings/{id}", Access::signed_in(), finding_show);
  routes.add("POST", "/api/inspection-findings/{id}/events", Access::any_of({"supervisor", "partner_user"}),
             finding_event);
  routes.add("GET", "/api/programme-reports", figures, report_made_list);
  routes.create("/api/programme-reports", lead, report_make);
  routes.add("GET", "/api/programme-reports/{id}", figures, report_made_show);
  routes.add("GET", "/api/programme-reports/{id}/file", figures, report_made_file);
  routes.add("GET", "/api/programme-reports/{id}/proof", figures, report_made_proof);
  routes.add("GET", "/api/aggregate-sources", figures, aggregate_source_list);
  routes.create("/api/aggregate-sources", lead, aggregate_source_add);
  routes.add("POST", "/api/aggregate-sources/{id}/events", lead, aggregate_source_event);
  routes.add("GET", "/api/aggregate-figures", figures, aggregate_figures);
  routes.add("GET", "/api/inspection-visits", figures, visit_list);
  routes.create("/api/inspection-visits", lead, visit_grant);
  routes.add("GET", "/api/inspection-visits/{id}", figures, visit_show);
  routes.add("POST", "/api/inspection-visits/{id}/events", lead, visit_event);
  const Access refer = Access::any_of({"examiner", "operator", "supervisor"});
  routes.add("GET", "/api/regulators", figures, regulator_list);
  routes.create("/api/regulators", lead, regulator_add);
  routes.add("POST", "/api/regulators/{id}/events", lead, regulator_event);
  routes.add("GET", "/api/referrals", figures, referral_list);
  routes.create("/api/referrals", refer, referral_write);
  routes.add("GET", "/api/received-referrals", figures, received_referral_list);
  routes.add("POST", "/api/received-referrals/{id}/events", Access::any_of({"examiner", "supervisor"}),
             received_referral_event);
  // What is signed needs no session: whoever brings it, it is its operator's or it is refused.
  const auto limiter = std::make_shared<http::RateLimiter>(services.clock, kAggregatesAtOnce, std::chrono::minutes(1));
  const auto open = [&](const char* method, const char* pattern, Routes::Action action) {
    router.add(
        {.method = method,
         .pattern = pattern,
         .access = Access::anybody(),
         .handler = limited_by(limiter, [services, action](const http::Request& r) { return action(services, r); }),
         .body_max_bytes = aggregates::kFileMaxBytes,
         .csrf = http::Csrf::none});
  };
  open("POST", "/api/aggregates", aggregates_take);
  open("GET", "/feeds/aggregates", aggregates_feed);
  open("POST", "/api/received-referrals", received_referral_take);
  open("GET", "/feeds/referral-answers/{sha256}", referral_answer);
  routes.add("GET", "/api/calendars", Access::signed_in(), calendar_list);
  routes.create("/api/calendars", Access::signed_in(), calendar_give);
  routes.add("POST", "/api/calendars/{id}/events", Access::signed_in(), calendar_revoke);
  routes.add("GET", "/feeds/calendar", Access::anybody(), calendar_feed);  // its token is checked there
}

}  // namespace muster::api
