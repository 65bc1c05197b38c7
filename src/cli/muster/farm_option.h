// --farm: a file of test sites on loopback.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::cli {

class Instance;

// Nothing happens without a file. Errors: farm_in_production, those of the file.
Result<void> allow_farm(Instance& instance, const std::string& file);

}  // namespace muster::cli
