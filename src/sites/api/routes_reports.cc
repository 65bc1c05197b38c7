// Reports: the API without sign-in and the pages for everybody, which share one limit a client; and the desk's.
#include "public_pages.h"
#include "report_handlers.h"
#include "routes.h"
#include <http/idempotency.h>
#include <policy/policy.h>

namespace muster::api {
namespace {

constexpr std::size_t kReportMaxBytes = 32 * 1024;
constexpr int kStatusAtOnce = 60;  // of one client an hour: secrets can't be guessed anyway

using Action = Routes::Action;
using Limiter = std::shared_ptr<http::RateLimiter>;

void add_open_reports(http::Router& router, const Services& services, const Limiter& reports, const Limiter& looks) {
  const auto open = [&](const char* method, const char* pattern, const Limiter& limiter, http::Handler handler) {
    router.add({.method = method,
                .pattern = pattern,
                .access = http::Access::anybody(),
                .handler = [limiter, inside = http::limited(*limiter, std::move(handler))](
                               const http::Request& request) { return inside(request); },
                .body_max_bytes = kReportMaxBytes,
                .csrf = http::Csrf::none});
  };
  const auto action = [&services](Action a) {
    return [services, a](const http::Request& request) { return a(services, request); };
  };
  open("GET", "/api/public-reports/challenge", looks, action(report_challenge));
  open("POST", "/api/public-reports", reports,
       http::once(services.database, services.clock, services.random, action(report_receive)));
  open("GET", "/api/public-reports/{number}", looks, action(report_status));
  open("POST", "/api/public-reports/{number}/events", looks, action(report_withdraw));
}

void add_desk(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access readers =
      Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "auditor"});
  routes.add("GET", "/api/reports", readers, report_list);
  routes.create("/api/reports", Access::signed_in(), report_enter);
  routes.add("GET", "/api/reports/{id}", readers, report_show);
  routes.add("POST", "/api/reports/{id}/readings",
             Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer"}),
             report_words);
  routes.add("POST", "/api/reports/{id}/events", Access::any_of({"examiner"}), report_event);
  routes.add("GET", "/api/trusted-flaggers", Access::any_of({"examiner", "operator", "supervisor", "auditor"}),
             flagger_list);
  routes.create("/api/trusted-flaggers", Access::any_of({"operator", "supervisor"}), flagger_propose);
  routes.add("POST", "/api/trusted-flaggers/{id}/events", Access::any_of({"operator", "supervisor"}), flagger_event);
}

}  // namespace

void add_report_routes(http::Router& router, const Services& services) {
  const auto reports = std::make_shared<http::RateLimiter>(
      services.clock, static_cast<int>(services.policy.number("public.reports_per_client_a_day")),
      std::chrono::hours(24));
  const auto looks = std::make_shared<http::RateLimiter>(services.clock, kStatusAtOnce, std::chrono::hours(1));
  add_open_reports(router, services, reports, looks);
  add_desk(router, services);
  std::vector<std::string> grounds;
  for (const auto& ground : services.policy.grounds())
    if (!ground.contract_only) grounds.push_back(ground.code);
  add_report_pages(
      router, {.grounds = std::move(grounds),
               .report = [&r = services.reports](const reports::NewReport& report) { return r.submit(report); },
               .status = [&r = services.reports](const std::string& number,
                                                 const std::string& secret) { return r.status(number, secret); },
               .withdraw = [&r = services.reports](const std::string& number,
                                                   const std::string& secret) { return r.withdraw(number, secret); },
               .reports = reports,
               .looks = looks});
}

}  // namespace muster::api
