// Cases that are closed with a violation, told to the fingerprints: what resembles them may be looked at by a person.
#pragma once

#include "instance.h"

namespace muster::cli {

// Takes in what happened to cases since it was last asked.
Result<void> follow_cases(Instance& instance);

}  // namespace muster::cli
