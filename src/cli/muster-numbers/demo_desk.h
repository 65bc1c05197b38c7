// What lies on the desks of the demonstration's operator: a shop with a device, letters of an authority, a dispute,
// persons who may be on record twice or hold too much, a company, a line that passes on, and a comparison with another
// register.
#pragma once

#include "demo_history.h"

namespace muster::cli {

// An hour ago: two records of one person, who was written down in two ways.
Result<void> load_demo_twins(Instance& instance);
Result<void> load_demo_desk(Instance& instance, const std::vector<DemoPerson>& people,
                            const std::vector<DemoDealer>& dealers);

}  // namespace muster::cli
