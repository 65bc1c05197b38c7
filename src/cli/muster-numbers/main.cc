// `muster-numbers`: the register of mobile lines and their holders. A program of its own: other accounts, database,
// keys and ledger than `muster`. Each command stands in command_<name>.cc.
#include "commands.h"
#include "instance.h"
#include "report_error.h"
#include <base/log.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {

Globals::Globals() = default;
Globals::~Globals() = default;

Instance* Globals::open() {
  if (instance_) return instance_.get();
  auto opened = Instance::open({data, database, policy, at});
  if (!opened.ok()) {
    fail(opened.error());
    return nullptr;
  }
  instance_ = std::move(*opened);
  return instance_.get();
}

void Globals::fail(const Error& error) {
  exit_code = report_error("muster-numbers", error, json);
}

}  // namespace muster::cli

int main(int argc, char** argv) {
  muster::log::set_level(muster::log::Level::warning);
  muster::cli::Globals globals;
  CLI::App app{"Muster's number register: who answers for this line?", "muster-numbers"};
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", std::string("muster-numbers ") + MUSTER_VERSION);
  app.add_option("--data", globals.data, "The instance's folder: database and keys")
      ->envname("MUSTER_NUMBERS_DATA")
      ->capture_default_str();
  app.add_option("--database", globals.database,
                 "SQLite file or postgresql:// address (default: numbers.db in the instance's folder)")
      ->envname("MUSTER_NUMBERS_DATABASE");
  app.add_option("--policy", globals.policy, "Policy file (default: the one that comes with Muster)")
      ->envname("MUSTER_NUMBERS_POLICY");
  app.add_option("--at", globals.at, "The time at which the command happens (training and demo instances alone)");
  app.add_flag("--json", globals.json, "Answers and errors as JSON");
  app.footer("Exit codes: 0 done, 1 findings, 2 usage, 3 refused, 4 unavailable.");

  muster::cli::add_instance(app, globals);
  muster::cli::add_pool(app, globals);
  muster::cli::add_dealer(app, globals);
  muster::cli::add_line(app, globals);
  muster::cli::add_register(app, globals);
  muster::cli::add_work(app, globals);
  muster::cli::add_details(app, globals);
  muster::cli::add_client(app, globals);
  muster::cli::add_server(app, globals);
  muster::cli::add_status(app, globals);
  muster::cli::add_ledger(app, globals);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& e) {
    return app.exit(e);
  } catch (const CLI::ParseError& e) {
    app.exit(e);
    return 2;
  } catch (const std::exception& e) {
    fmt::print(stderr, "muster-numbers: this is a fault of Muster itself: {}\n", e.what());
    return 4;
  }
  return globals.exit_code;
}
