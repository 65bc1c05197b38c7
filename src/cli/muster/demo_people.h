// The demonstration's parties and people: an operator, access providers, an authority, and one person for each role.
#pragma once

#include <base/result.h>

#include <string>
#include <vector>

namespace muster::cli {

class Instance;

// Who acts, in events and the ledger, while the demonstration is loaded.
inline constexpr const char* kDemo = "system:demo";

struct DemoPerson {
  std::string user_name, display_name, role, password, person_id;
};
struct DemoParties {
  std::string carrier, authority;
  std::vector<std::string> providers;  // ids
};

Result<DemoParties> make_demo_parties(Instance& instance);
// With random passwords, which are printed once and kept nowhere.
Result<std::vector<DemoPerson>> make_demo_people(Instance& instance, const DemoParties& parties);

}  // namespace muster::cli
