// The commands under `muster census`.
#pragma once

#include "commands.h"

namespace muster::cli {

void add_census_notices(CLI::App& census, Globals& globals);
void add_census_delta(CLI::App& census, Globals& globals);

}  // namespace muster::cli
