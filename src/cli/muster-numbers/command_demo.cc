// `muster-numbers demo …`: what makes the demonstration.
#include "commands.h"
#include "demo_load.h"

#include <CLI/CLI.hpp>

namespace muster::cli {

void add_demo(CLI::App& app, Globals& globals) {
  auto* demo = app.add_subcommand("demo", "The demonstration: its lines, people and dealers");
  demo->require_subcommand(1);
  add_demo_load(*demo, globals);
}

}  // namespace muster::cli
