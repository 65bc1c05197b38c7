// The demonstration's partners: one at work with an inventory of links on the farm, some of them with planted faults,
// and one that has just applied.
#pragma once

#include "demo_people.h"

namespace muster::cli {

// Returns how many links are listed.
Result<int> load_demo_partners(Instance& instance, const DemoParties& parties, const std::vector<DemoPerson>& people);

}  // namespace muster::cli
