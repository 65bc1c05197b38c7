// `muster-numbers`: the register of mobile lines and their holders. A program of its own: other accounts, database,
// keys and ledger than `muster`. Each command stands in command_<name>.cc.
#include "commands.h"
#include "instance.h"
#include "report_error.h"
#include <base/log.h>

#include <CLI/CLI.hpp>

namespace muster::cli {

Globals::Globals() {
  data = ".muster-numbers";
}
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
  muster::cli::add_program_options(app, globals, {MUSTER_VERSION, "MUSTER_NUMBERS", "database and keys", "numbers.db"});
  app.add_option("--at", globals.at, "The time at which the command happens (training and demo instances alone)");

  muster::cli::add_instance(app, globals);
  muster::cli::add_backup(app, globals);
  muster::cli::add_doctor(app, globals);
  muster::cli::add_pool(app, globals);
  muster::cli::add_dealer(app, globals);
  muster::cli::add_party(app, globals);
  muster::cli::add_line(app, globals);
  muster::cli::add_register(app, globals);
  muster::cli::add_transfer(app, globals);
  muster::cli::add_correction(app, globals);
  muster::cli::add_closing(app, globals);
  muster::cli::add_excess(app, globals);
  muster::cli::add_duplicate(app, globals);
  muster::cli::add_company(app, globals);
  muster::cli::add_port(app, globals);
  muster::cli::add_thing(app, globals);
  muster::cli::add_document(app, globals);
  muster::cli::add_unverified(app, globals);
  muster::cli::add_reconcile(app, globals);
  muster::cli::add_figures(app, globals);
  muster::cli::add_aggregates(app, globals);
  muster::cli::add_campaign(app, globals);
  muster::cli::add_work(app, globals);
  muster::cli::add_details(app, globals);
  muster::cli::add_request(app, globals);
  muster::cli::add_dispute(app, globals);
  muster::cli::add_client(app, globals);
  muster::cli::add_server(app, globals);
  muster::cli::add_status(app, globals);
  muster::cli::add_ledger(app, globals);
  muster::cli::add_demo(app, globals);
  muster::cli::add_vault(app, globals);

  return muster::cli::run_program(app, argc, argv, globals);
}
