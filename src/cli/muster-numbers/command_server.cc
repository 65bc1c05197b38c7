// `muster-numbers server`: the API, the interfaces for clients, health and figures, and the work in the background, in
// one process.
#include "background.h"
#include "camara_work.h"
#include "commands.h"
#include "console.h"
#include "dealer_work.h"
#include "due_changes.h"
#include "health.h"
#include "house_gauges.h"
#include "instance.h"
#include "own_page.h"
#include "serve.h"
#include "work.h"
#include <base/log.h>
#include <http/live.h>
#include <http/prometheus.h>

#include <CLI/CLI.hpp>
#include <camara/routes.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct ServerChoices {
  std::string listen = "127.0.0.1", metrics_token;
  std::uint16_t port = 8081;
  // A registration waits on its worker for the commit that it shares with others: so many can share one.
  int workers = 96;
  bool secure_cookies = false, behind_proxy = false, routes = false;
  AuthorityChoice authority;
  SmsChoice sms;
  CamaraChoice camara;
};

void add_all_routes(http::Router& router, Instance& instance) {
  const numbers_api::Services services = instance.services();
  numbers_api::add_common_routes(router, services);
  numbers_api::add_line_routes(router, services);
  numbers_api::add_person_routes(router, services);
  numbers_api::add_registration_routes(router, services);
  numbers_api::add_dealer_routes(router, services);
  numbers_api::add_pos_files(router);
  numbers_api::add_campaign_routes(router, services);
  numbers_api::add_lookup_routes(router, services);
  numbers_api::add_change_routes(router, services);
  numbers_api::add_thing_routes(router, services);
  numbers_api::add_reconciliation_routes(router, services);
  camara::add_routes(router, instance.camara, instance.subscriptions);
}

// `authority` may be nothing: then persons verify, or the command `work`.
Result<void> add_background_work(Instance& instance, registration::Authority* authority) {
  auto& jobs = instance.jobs;
  const Instant now = instance.clock.now();
  jobs.add_kind("terms", [&](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const auto done, run_terms(instance));
    return done.json();
  });
  jobs.add_kind("housekeeping", [&](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const int sessions, instance.sign_in.sweep());
    return fmt::format("{{\"sessions\":{}}}", sessions);
  });
  MUSTER_CHECK_OK(jobs.schedule("terms", std::chrono::minutes(1), now));
  MUSTER_CHECK_OK(jobs.schedule("housekeeping", std::chrono::hours(1), now + std::chrono::minutes(5)));
  if (!authority) return {};
  jobs.add_kind("verify", [&instance, authority](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const int asked, verify(instance, *authority));
    return fmt::format("{{\"asked\":{}}}", asked);
  });
  return jobs.schedule("verify", std::chrono::seconds(10), now);
}

Result<void> serve(Instance& instance, const ServerChoices& choices) {
  keep_signals();

  http::Metrics metrics;
  http::Live live(instance.clock);
  http::Router router;
  add_health_route(router, instance.database);
  http::add_metrics_route(router, metrics, choices.metrics_token);
  http::add_live_route(router, live);
  add_all_routes(router, instance);
  add_console_routes(router);
  MUSTER_TRY(auto codes, gateway_of(choices.sms));  // of their own: codes wait for nobody
  const auto own_page = make_own_page(instance, std::move(codes));
  own_page->add_routes(router);
  if (choices.routes) {
    fmt::print("{}", http::describe(router));
    return {};
  }
  MUSTER_TRY(const auto authority, authority_of(instance, choices.authority));
  std::optional<registration::Breaker> breaker;
  if (authority) breaker.emplace(*authority, instance.clock);
  MUSTER_CHECK_OK(add_background_work(instance, breaker ? &*breaker : nullptr));
  MUSTER_TRY(const auto gateway, gateway_of(choices.sms));
  MUSTER_CHECK_OK(add_campaign_work(instance, gateway.get()));
  MUSTER_CHECK_OK(add_camara_work(instance, choices.camara));
  MUSTER_CHECK_OK(add_dealer_work(instance));
  MUSTER_CHECK_OK(add_changes_work(instance));
  MUSTER_CHECK_OK(add_lookup_work(instance, *own_page));
  export_house(metrics, instance.database, instance.data, instance.clock);
  http::ServerOptions listening;
  listening.address = choices.listen;
  listening.port = choices.port;
  listening.worker_threads = choices.workers;
  listening.secure_cookies = choices.secure_cookies;
  listening.behind_proxy = choices.behind_proxy;
  listening.metrics = &metrics;
  return serve_until_stopped({"Muster's number register", instance.kind, instance.name, instance.data, instance.sign_in,
                              instance.log, instance.jobs, instance.database, instance.clock, instance.random},
                             listening, router, live);
}

}  // namespace

void add_server(CLI::App& app, Globals& globals) {
  auto choices = std::make_shared<ServerChoices>();
  auto* server =
      app.add_subcommand("server", "Run the API, the identity interfaces (CAMARA) and the work in the background");
  server->add_option("--listen", choices->listen, "Address to listen on")->capture_default_str();
  server->add_option("--port", choices->port, "Port; 0 takes a free one")->capture_default_str();
  server->add_option("--metrics-token", choices->metrics_token, "Bearer token that GET /metrics asks for")
      ->envname("MUSTER_NUMBERS_METRICS_TOKEN");
  server->add_option("--workers", choices->workers, "Requests that are worked on at once")
      ->check(CLI::Range(4, 1'000))
      ->capture_default_str();
  add_authority_options(*server, choices->authority);
  server->add_flag("--secure-cookies", choices->secure_cookies, "TLS ends in front of Muster");
  add_sms_options(*server, choices->sms);
  add_camara_options(*server, choices->camara);
  server->add_flag("--routes", choices->routes, "Print every route and who may call it, and end");
  server->add_flag("--behind-proxy", choices->behind_proxy, "Take the client's address from X-Forwarded-For");
  server->callback([&globals, choices] {
    log::set_level(log::Level::info);
    Instance* instance = globals.open();
    if (!instance) return;
    if (const auto served = serve(*instance, *choices); !served.ok()) globals.fail(served.error());
  });
}

}  // namespace muster::cli
