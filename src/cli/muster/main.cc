// `muster`: the program for sites, partners, address resources and decisions. Each command stands in command_<name>.cc.
#include "commands.h"
#include "instance.h"
#include "report_error.h"
#include <base/log.h>

#include <CLI/CLI.hpp>

namespace muster::cli {

Globals::Globals() {
  data = ".muster";
}
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
  muster::cli::add_program_options(app, globals,
                                   {MUSTER_VERSION, "MUSTER", "database, keys, evidence, mail", "muster.db"});

  muster::cli::add_instance(app, globals);
  muster::cli::add_backup(app, globals);
  muster::cli::add_doctor(app, globals);
  muster::cli::add_server(app, globals);
  muster::cli::add_census(app, globals);
  muster::cli::add_observe(app, globals);
  muster::cli::add_partner(app, globals);
  muster::cli::add_intake(app, globals);
  muster::cli::add_report(app, globals);
  muster::cli::add_resource(app, globals);
  muster::cli::add_filing(app, globals);
  muster::cli::add_domain(app, globals);
  muster::cli::add_billing(app, globals);
  muster::cli::add_metrics(app, globals);
  muster::cli::add_aggregates(app, globals);
  muster::cli::add_programme(app, globals);
  muster::cli::add_referral(app, globals);
  muster::cli::add_names(app, globals);
  muster::cli::add_legacy(app, globals);
  muster::cli::add_never_block(app, globals);
  muster::cli::add_instruction(app, globals);
  muster::cli::add_statement(app, globals);
  muster::cli::add_takeover(app, globals);
  muster::cli::add_shadow(app, globals);
  muster::cli::add_bundle(app, globals);
  muster::cli::add_score(app, globals);
  muster::cli::add_test(app, globals);
  muster::cli::add_visits(app, globals);
  muster::cli::add_evidence(app, globals);
  muster::cli::add_review(app, globals);
  muster::cli::add_schedule(app, globals);
  muster::cli::add_worker(app, globals);
  muster::cli::add_hashes(app, globals);
  muster::cli::add_picture(app, globals);
  muster::cli::add_export(app, globals);
  muster::cli::add_ledger(app, globals);
  muster::cli::add_witness(app, globals);
  muster::cli::add_zones(app, globals);
  muster::cli::add_peers(app, globals);
  muster::cli::add_resolvers(app, globals);
  muster::cli::add_demo(app, globals);

  return muster::cli::run_program(app, argc, argv, globals);
}
