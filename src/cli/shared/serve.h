// A server of either program from its start until it is told to stop: requests, the ledger's sequencer, jobs and the
// live feed.
#pragma once

#include <http/live.h>
#include <http/server.h>
#include <http/sign_in.h>
#include <jobs/jobs.h>
#include <ledger/log.h>

#include <functional>
#include <string_view>

namespace muster::cli {

// Before any thread is started: SIGINT and SIGTERM wait for serve_until_stopped(), a closed connection is no signal.
void keep_signals();

// The parts of an instance that serve; they outlive the call.
struct Serving {
  std::string_view product;  // "Muster", as it is told to whoever started it
  const std::string& kind;
  const std::string& name;
  const std::string& data;  // the instance's folder
  http::SignIn& sign_in;
  ledger::Log& log;
  jobs::Service& jobs;
  store::Database& database;
  const Clock& clock;
  Random& random;
  // What else is known of who signed in; asked with each request.
  std::function<void(http::Principal&)> admit = {};
};

// Returns after SIGINT or SIGTERM. Errors: those of the server's start.
Result<void> serve_until_stopped(const Serving& parts, const http::ServerOptions& options, const http::Router& router,
                                 http::Live& live);

}  // namespace muster::cli
