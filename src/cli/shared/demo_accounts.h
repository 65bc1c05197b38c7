// The people of a demonstration of either program: one a role, with random passwords that are printed once and kept
// nowhere.
#pragma once

#include <base/random.h>
#include <http/sign_in.h>
#include <parties/parties.h>

#include <span>
#include <string>
#include <vector>

namespace muster::cli {

// Who acts, in events and the ledger, while a demonstration is loaded.
inline constexpr const char* kDemo = "system:demo";

struct DemoRole {
  std::string user_name, display_name, role, party_id;  // role "": none
};
struct DemoPerson {
  std::string user_name, display_name, role, password, person_id;
};

Result<std::vector<DemoPerson>> make_demo_accounts(parties::Service& parties, http::SignIn& sign_in, Random& random,
                                                   std::span<const DemoRole> roles);
void print_demo_people(const std::vector<DemoPerson>& people);

}  // namespace muster::cli
