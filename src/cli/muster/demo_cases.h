// `muster demo cases`: cases with their orders and appeals, for what shows figures of them.
#pragma once

#include "commands.h"

namespace muster::cli {

void add_demo_cases(CLI::App& demo, Globals& globals);

}  // namespace muster::cli
