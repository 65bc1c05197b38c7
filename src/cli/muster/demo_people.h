// The demonstration's parties and people: an operator, access providers, an authority, and one person for each role.
#pragma once

#include "demo_accounts.h"
#include <base/result.h>

#include <string>
#include <vector>

namespace muster::cli {

class Instance;

struct DemoParties {
  std::string carrier, authority;
  std::vector<std::string> providers;  // ids
  std::vector<std::string> promoters;  // of the kind partner
};

Result<DemoParties> make_demo_parties(Instance& instance);
Result<std::vector<DemoPerson>> make_demo_people(Instance& instance, const DemoParties& parties);

}  // namespace muster::cli
