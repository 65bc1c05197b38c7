// The demonstration's services for charging: partners, services with prices and flows on the farm, a file of charges
// that was compared.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::cli {

class Instance;

// first, second: a person who proposes and one who confirms; promoter: the party of a partner that charges as well. How
// many services there are now; 0: they were there.
Result<int> load_demo_billing(Instance& instance, const std::string& first, const std::string& second,
                              const std::string& promoter);

}  // namespace muster::cli
