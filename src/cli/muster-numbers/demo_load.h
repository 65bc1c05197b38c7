// `muster-numbers demo load`: fills a new instance of kind demo.
#pragma once

#include "commands.h"

namespace muster::cli {

void add_demo_load(CLI::App& demo, Globals& globals);

}  // namespace muster::cli
