// `muster demo farm`: the demonstration's test sites on loopback.
#pragma once

#include "commands.h"

namespace muster::cli {

void add_demo_farm(CLI::App& demo, Globals& globals);

}  // namespace muster::cli
