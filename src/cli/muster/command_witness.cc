// `muster witness`: a witness (C2SP tlog-witness), for another operator, an authority or an auditor to run. Its folder
// is its own; it never opens an instance.
#include "commands.h"
#include "endpoint.h"
#include <base/log.h>
#include <http/server.h>
#include <ledger/witness.h>

#include <csignal>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct WitnessOptions {
  std::string listen = "127.0.0.1:8090", name = "witness.example/1";
  std::vector<std::string> logs;
};

Result<ledger::SigningKey> key_in(const std::string& folder, const std::string& name, Random& random) {
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  if (fault)
    return unavailable("data_folder", "The witness's folder can't be made. Check that its parent is writable.");
  const std::string path = folder + "/witness.key";
  if (std::filesystem::exists(path)) return ledger::SigningKey::open(path);
  return ledger::SigningKey::create(path, name, ledger::Algorithm::cosignature_v1, random);
}

http::Response add_checkpoint(ledger::Witness& witness, const http::Request& request) {
  const auto answer = witness.add_checkpoint(request.body);
  return http::Response::text(answer.body, answer.content_type, answer.status);
}

Result<void> run(const std::string& folder, const WitnessOptions& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // threads started below inherit it; this one waits for them
  std::signal(SIGPIPE, SIG_IGN);

  static SystemClock clock;
  static SystemRandom random;
  MUSTER_TRY(const Endpoint address, endpoint_of(options.listen, "listen"));
  std::vector<ledger::VerifierKey> logs;
  for (const std::string& text : options.logs) {
    MUSTER_TRY(ledger::VerifierKey log, ledger::VerifierKey::parse(text));
    logs.push_back(std::move(log));
  }
  MUSTER_TRY(ledger::SigningKey key, key_in(folder, options.name, random));
  MUSTER_TRY(ledger::Witness witness, ledger::Witness::open(folder, std::move(key), std::move(logs), clock));

  http::Router router;
  router.add({.method = "POST",
              .pattern = "/add-checkpoint",
              .access = http::Access::anybody(),
              .handler = [&](const http::Request& request) { return add_checkpoint(witness, request); },
              .body_max_bytes = ledger::kAddCheckpointMaxBytes,
              .csrf = http::Csrf::none});
  router.add(
      {.method = "GET", .pattern = "/key", .access = http::Access::anybody(), .handler = [&](const http::Request&) {
         return http::Response::text(witness.verifier().to_text() + "\n");
       }});
  const http::Guard nobody{[](const std::string&) { return std::optional<http::Principal>{}; },
                           [](const http::Principal&, const std::string&) { return false; }};
  http::ServerOptions server_options;
  server_options.address = address.address;
  server_options.port = address.port;
  server_options.worker_threads = 2;
  http::Server server(server_options, router, nobody, clock, random);
  MUSTER_CHECK_OK(server.start());
  fmt::print("{}\nWatching {} log(s) on http://{}:{}\n", witness.verifier().to_text(), options.logs.size(),
             address.address, server.port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  server.stop();
  return {};
}

// Only the key: so that it can be enrolled before the witness runs.
Result<void> print_key(const std::string& folder, const WitnessOptions& options) {
  SystemRandom random;
  MUSTER_TRY(const ledger::SigningKey key, key_in(folder, options.name, random));
  fmt::print("{}\n", key.verifier().to_text());
  return {};
}

}  // namespace

void add_witness(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<WitnessOptions>();
  auto* witness = app.add_subcommand(
      "witness", "Run a witness that cosigns the checkpoints of ledgers (--data names its own folder)");
  witness->add_option("--listen", options->listen, "ADDRESS:PORT; port 0 takes a free one")->capture_default_str();
  witness->add_option("--name", options->name, "Its name, when its key is made")->capture_default_str();
  witness->add_option("--log", options->logs,
                      "Key of a log that it watches (`muster ledger key` prints it); may be repeated");
  auto only_key = std::make_shared<bool>(false);
  witness->add_flag("--key", *only_key, "Print its key (made if there is none) and end");
  witness->callback([&globals, options, only_key] {
    log::set_level(log::Level::info);
    const auto done = *only_key ? print_key(globals.data, *options) : run(globals.data, *options);
    if (!done.ok()) globals.fail(done.error());
  });
}

}  // namespace muster::cli
