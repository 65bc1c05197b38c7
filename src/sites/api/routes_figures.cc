// Figures for those who sign in, and the report of each month for everybody.
#include "figure_handlers.h"
#include "public_pages.h"
#include "routes.h"
#include <jobs/jobs.h>

namespace muster::api {
namespace {

constexpr int kReportsAtOnce = 120;  // of one client a minute

}  // namespace

void add_figure_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  routes.add("GET", "/api/figures", Access::signed_in(), figure_list);
  routes.add("GET", "/api/figures/{name}", Access::signed_in(), figure_show);
  routes.add(
      "GET", "/api/figures/{name}/records",
      Access::any_of({"examiner", "decider", "confirmer", "appeal_officer", "operator", "auditor", "supervisor"}),
      figure_records);
  routes.create("/api/figures/recomputations", Access::any_of({"operator", "supervisor"}), figure_recompute);
  services.jobs.add_kind(kRecomputeJob,
                         [services](jobs::JobContext& context) { return run_recompute(services, context); });

  const auto limiter = std::make_shared<http::RateLimiter>(services.clock, kReportsAtOnce, std::chrono::minutes(1));
  using Page = http::Response (*)(const metrics::Service&, const http::Request&);
  const auto page = [&](const char* pattern, Page action) {
    router.add({.method = "GET",
                .pattern = pattern,
                .access = Access::anybody(),
                .handler = within(limiter, [&figures = services.metrics,
                                            action](const http::Request& request) { return action(figures, request); }),
                .csrf = http::Csrf::none});
  };
  page("/public/transparency", public_transparency);
  page("/public/transparency/{month}", public_transparency_month);
  page("/public/transparency/{month}/csv", public_transparency_csv);
  page("/public/transparency/{month}/json", public_transparency_json);
}

}  // namespace muster::api
