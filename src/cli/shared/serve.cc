#include "serve.h"

#include <ledger/sequencer.h>
#include <vault/erasures.h>

#include <csignal>

#include <fmt/format.h>

namespace muster::cli {
namespace {

sigset_t stopping() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

void keep_signals() {
  const sigset_t signals = stopping();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // threads started afterwards inherit it
  std::signal(SIGPIPE, SIG_IGN);
}

Result<void> serve_until_stopped(const Serving& parts, const http::ServerOptions& options, const http::Router& router,
                                 http::Live& live) {
  http::Guard guard = parts.sign_in.guard();
  if (parts.admit)
    guard.principal = [inside = guard.principal, admit = parts.admit](const std::string& token) {
      auto who = inside(token);
      if (who) admit(*who);
      return who;
    };
  http::Server server(options, router, std::move(guard), parts.clock, parts.random);
  MUSTER_CHECK_OK(vault::add_erasure_job(parts.jobs, parts.database, parts.data + "/vault.erased", parts.clock.now()));
  MUSTER_CHECK_OK(server.start());
  ledger::Sequencer sequencer(parts.log, ledger::make_http_transport());
  sequencer.start();
  parts.jobs.start();
  const http::LiveFeed feed(parts.database, live);
  fmt::print("{} ({} instance {}) answers on http://{}:{}\n", parts.product, parts.kind, parts.name,
             options.address == "127.0.0.1" ? "localhost" : options.address, server.port());
  std::fflush(stdout);

  const sigset_t signals = stopping();
  int signal = 0;
  sigwait(&signals, &signal);
  fmt::print("Stopping.\n");
  parts.jobs.stop();
  server.stop();
  sequencer.stop();
  return {};
}

}  // namespace muster::cli
