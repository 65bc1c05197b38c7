// The commands of `muster`. Each add_… stands in command_<name>.cc, adds its subcommand to the application and, when it
// is chosen, sets Globals::exit_code: 0 done, 1 findings, 2 usage, 3 refused, 4 unavailable.
#pragma once

#include "program.h"
#include <base/result.h>

#include <memory>
#include <string>

namespace muster::cli {

class Instance;

struct Globals : ProgramOptions {
  // Opens the instance (once). Reports the error and sets exit_code when it can't.
  Instance* open();
  // Prints an error for a person (or as JSON) on standard error and sets exit_code from it.
  void fail(const Error& error);

  Globals();
  ~Globals();

 private:
  std::unique_ptr<Instance> instance_;
};

void add_backup(CLI::App& app, Globals& globals);
void add_aggregates(CLI::App& app, Globals& globals);
void add_billing(CLI::App& app, Globals& globals);  // and charges
void add_bundle(CLI::App& app, Globals& globals);
void add_bundle_train(CLI::App& bundle, Globals& globals);
void add_census(CLI::App& app, Globals& globals);
void add_demo(CLI::App& app, Globals& globals);
void add_doctor(CLI::App& app, Globals& globals);
void add_domain(CLI::App& app, Globals& globals);
void add_export(CLI::App& app, Globals& globals);
void add_filing(CLI::App& app, Globals& globals);
void add_hashes(CLI::App& app, Globals& globals);
void add_instance(CLI::App& app, Globals& globals);  // init, migrate, people
void add_instruction(CLI::App& app, Globals& globals);
void add_intake(CLI::App& app, Globals& globals);
void add_ledger(CLI::App& app, Globals& globals);
void add_legacy(CLI::App& app, Globals& globals);
void add_metrics(CLI::App& app, Globals& globals);
void add_names(CLI::App& app, Globals& globals);
void add_never_block(CLI::App& app, Globals& globals);
void add_observe(CLI::App& app, Globals& globals);
void add_partner(CLI::App& app, Globals& globals);  // partner, links
void add_picture(CLI::App& app, Globals& globals);
void add_programme(CLI::App& app, Globals& globals);
void add_programme_report(CLI::App& programme, Globals& globals);
void add_referral(CLI::App& app, Globals& globals);
void add_report(CLI::App& app, Globals& globals);
void add_resource(CLI::App& app, Globals& globals);
void add_evidence(CLI::App& app, Globals& globals);
void add_evidence_terms(CLI::App& evidence, Globals& globals);  // a part of it
void add_review(CLI::App& app, Globals& globals);
void add_schedule(CLI::App& app, Globals& globals);
void add_score(CLI::App& app, Globals& globals);
void add_server(CLI::App& app, Globals& globals);
void add_shadow(CLI::App& app, Globals& globals);
void add_statement(CLI::App& app, Globals& globals);
void add_takeover(CLI::App& app, Globals& globals);
void add_test(CLI::App& app, Globals& globals);
void add_visits(CLI::App& app, Globals& globals);
void add_witness(CLI::App& app, Globals& globals);
void add_worker(CLI::App& app, Globals& globals);
void add_zones(CLI::App& app, Globals& globals);
void add_peers(CLI::App& app, Globals& globals);
void add_resolvers(CLI::App& app, Globals& globals);

}  // namespace muster::cli
