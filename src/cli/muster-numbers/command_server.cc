// `muster-numbers server`: the interfaces for clients, health and figures, and the ledger's sequencer, in one process.
#include "background.h"
#include "commands.h"
#include "console.h"
#include "due_changes.h"
#include "health.h"
#include "instance.h"
#include "own_page.h"
#include <base/log.h>
#include <http/prometheus.h>
#include <http/server.h>
#include <ledger/sequencer.h>

#include <csignal>

#include <CLI/CLI.hpp>
#include <camara/routes.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct ServerChoices {
  std::string listen = "127.0.0.1", metrics_token;
  std::uint16_t port = 8081;
  bool behind_proxy = false, routes = false;
  SmsChoice sms;
};

Result<void> serve(Instance& instance, const ServerChoices& choices) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // threads started below inherit it; this one waits for them
  std::signal(SIGPIPE, SIG_IGN);

  http::Metrics metrics;
  http::Router router;
  add_health_route(router, instance.database);
  http::add_metrics_route(router, metrics, choices.metrics_token);
  camara::add_routes(router, instance.camara);
  add_console_routes(router);
  MUSTER_TRY(auto codes, gateway_of(choices.sms));  // of their own: codes wait for nobody
  const auto own_page = make_own_page(instance, std::move(codes));
  own_page->add_routes(router);
  if (choices.routes) {
    fmt::print("{}", http::describe(router));
    return {};
  }
  MUSTER_TRY(const auto gateway, gateway_of(choices.sms));
  MUSTER_CHECK_OK(add_campaign_work(instance, gateway.get()));
  MUSTER_CHECK_OK(add_changes_work(instance));
  MUSTER_CHECK_OK(add_lookup_work(instance, *own_page));
  http::ServerOptions listening;
  listening.address = choices.listen;
  listening.port = choices.port;
  listening.behind_proxy = choices.behind_proxy;
  listening.metrics = &metrics;
  http::Server server(listening, router, instance.sign_in.guard(), instance.clock, instance.random);
  MUSTER_CHECK_OK(server.start());
  ledger::Sequencer sequencer(instance.log, ledger::make_http_transport());
  sequencer.start();
  instance.jobs.start();
  fmt::print("Muster's number register ({} instance {}) answers on http://{}:{}\n", instance.kind, instance.name,
             choices.listen == "127.0.0.1" ? "localhost" : choices.listen, server.port());
  std::fflush(stdout);

  int signal = 0;
  sigwait(&signals, &signal);
  fmt::print("Stopping.\n");
  instance.jobs.stop();
  server.stop();
  sequencer.stop();
  return {};
}

}  // namespace

void add_server(CLI::App& app, Globals& globals) {
  auto choices = std::make_shared<ServerChoices>();
  auto* server =
      app.add_subcommand("server", "Answer clients of the identity interfaces (CAMARA), and do the work of campaigns");
  server->add_option("--listen", choices->listen, "Address to listen on")->capture_default_str();
  server->add_option("--port", choices->port, "Port; 0 takes a free one")->capture_default_str();
  server->add_option("--metrics-token", choices->metrics_token, "Bearer token that GET /metrics asks for")
      ->envname("MUSTER_NUMBERS_METRICS_TOKEN");
  add_sms_options(*server, choices->sms);
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
