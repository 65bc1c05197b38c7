// The demonstration's programme: begun some months ago, with owners, evidence, and things that are behind.
#pragma once

#include "demo_people.h"
#include <base/result.h>

#include <string>
#include <vector>

namespace muster::cli {

class Instance;

// Does nothing where there is a programme already. Returns how many items have an owner.
Result<int> begin_demo_programme(Instance& instance, const DemoParties& parties, const std::vector<DemoPerson>& people);

}  // namespace muster::cli
