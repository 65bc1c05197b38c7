// The commands of `muster-numbers`. Each add_… stands in command_<name>.cc, adds its subcommand to the application and,
// when it is chosen, sets Globals::exit_code: 0 done, 1 findings, 2 usage, 3 refused, 4 unavailable.
#pragma once

#include "program.h"
#include <base/result.h>

#include <memory>
#include <string>

namespace muster::cli {

class Instance;

struct Globals : ProgramOptions {
  std::string at;  // RFC 3339: the clock stands there, in training and demo instances

  // Opens the instance (once). Reports the error and sets exit_code when it can't.
  Instance* open();
  // Prints an error for a person (or as JSON) on standard error and sets exit_code from it.
  void fail(const Error& error);

  Globals();
  ~Globals();

 private:
  std::unique_ptr<Instance> instance_;
};

void add_aggregates(CLI::App& app, Globals& globals);
void add_backup(CLI::App& app, Globals& globals);
void add_campaign(CLI::App& app, Globals& globals);
void add_campaign_changes(CLI::App& campaign, Globals& globals);  // its subcommands that change something
void add_client(CLI::App& app, Globals& globals);
void add_closing(CLI::App& app, Globals& globals);  // closing, reconnect
void add_company(CLI::App& app, Globals& globals);
void add_correction(CLI::App& app, Globals& globals);
void add_dealer(CLI::App& app, Globals& globals);
void add_demo(CLI::App& app, Globals& globals);
void add_details(CLI::App& app, Globals& globals);
void add_doctor(CLI::App& app, Globals& globals);
void add_document(CLI::App& app, Globals& globals);
void add_duplicate(CLI::App& app, Globals& globals);
void add_excess(CLI::App& app, Globals& globals);
void add_dispute(CLI::App& app, Globals& globals);
void add_figures(CLI::App& app, Globals& globals);
void add_instance(CLI::App& app, Globals& globals);  // init, show, migrate
void add_ledger(CLI::App& app, Globals& globals);
void add_line(CLI::App& app, Globals& globals);
void add_party(CLI::App& app, Globals& globals);  // and person
void add_pool(CLI::App& app, Globals& globals);
void add_port(CLI::App& app, Globals& globals);
void add_thing(CLI::App& app, Globals& globals);
void add_reconcile(CLI::App& app, Globals& globals);
void add_register(CLI::App& app, Globals& globals);
void add_request(CLI::App& app, Globals& globals);
void add_server(CLI::App& app, Globals& globals);
void add_status(CLI::App& app, Globals& globals);
void add_transfer(CLI::App& app, Globals& globals);
void add_unverified(CLI::App& app, Globals& globals);
void add_vault(CLI::App& app, Globals& globals);
void add_work(CLI::App& app, Globals& globals);

}  // namespace muster::cli
