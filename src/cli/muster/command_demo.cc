// `muster demo …`: what makes the demonstration.
#include "commands.h"
#include "demo_cases.h"
#include "demo_farm.h"
#include "demo_load.h"

#include <CLI/CLI.hpp>

namespace muster::cli {

void add_demo(CLI::App& app, Globals& globals) {
  auto* demo = app.add_subcommand("demo", "The demonstration: its data and its test sites");
  demo->require_subcommand(1);
  add_demo_load(*demo, globals);
  add_demo_cases(*demo, globals);
  add_demo_farm(*demo, globals);
}

}  // namespace muster::cli
