// `muster`: the program for sites, partners, address resources and decisions. Each command stands in command_<name>.cc.
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
  auto opened = Instance::open({data, database, policy});
  if (!opened.ok()) {
    fail(opened.error());
    return nullptr;
  }
  instance_ = std::move(*opened);
  return instance_.get();
}

void Globals::fail(const Error& error) {
  exit_code = report_error("muster", error, json);
}

}  // namespace muster::cli

int main(int argc, char** argv) {
  // A command answers on its own; what it logs beside that are warnings. The server and the witness log everything.
  muster::log::set_level(muster::log::Level::warning);
  muster::cli::Globals globals;
  CLI::App app{"Muster: who answers for it?", "muster"};
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", std::string("muster ") + MUSTER_VERSION);
  app.add_option("--data", globals.data, "The instance's folder: database, keys, evidence, mail")
      ->envname("MUSTER_DATA")
      ->capture_default_str();
  app.add_option("--database", globals.database,
                 "SQLite file or postgresql:// address (default: muster.db in the instance's folder)")
      ->envname("MUSTER_DATABASE");
  app.add_option("--policy", globals.policy, "Policy file (default: the one that comes with Muster)")
      ->envname("MUSTER_POLICY");
  app.add_flag("--json", globals.json, "Answers and errors as JSON");
  app.footer("Exit codes: 0 done, 1 findings, 2 usage, 3 refused, 4 unavailable.");

  muster::cli::add_instance(app, globals);
  muster::cli::add_server(app, globals);
  muster::cli::add_census(app, globals);
  muster::cli::add_observe(app, globals);
  muster::cli::add_resource(app, globals);
  muster::cli::add_filing(app, globals);
  muster::cli::add_domain(app, globals);
  muster::cli::add_names(app, globals);
  muster::cli::add_legacy(app, globals);
  muster::cli::add_takeover(app, globals);
  muster::cli::add_shadow(app, globals);
  muster::cli::add_test(app, globals);
  muster::cli::add_export(app, globals);
  muster::cli::add_ledger(app, globals);
  muster::cli::add_witness(app, globals);
  muster::cli::add_demo(app, globals);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& e) {
    return app.exit(e);
  } catch (const CLI::ParseError& e) {
    app.exit(e);
    return 2;
  } catch (const std::exception& e) {
    fmt::print(stderr, "muster: this is a fault of Muster itself: {}\n", e.what());
    return 4;
  }
  return globals.exit_code;
}
