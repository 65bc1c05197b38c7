#include "demo_accounts.h"

#include <fmt/format.h>

namespace muster::cli {

Result<std::vector<DemoPerson>> make_demo_accounts(parties::Service& parties, http::SignIn& sign_in, Random& random,
                                                   std::span<const DemoRole> roles) {
  std::vector<DemoPerson> out;
  for (const DemoRole& r : roles) {
    DemoPerson p{r.user_name, r.display_name, r.role, random_token(random, 12), ""};
    parties::NewPerson entered;
    entered.party_id = r.party_id;
    entered.display_name = r.display_name;
    entered.identity = "demo:" + r.user_name;
    MUSTER_TRY(const auto person, parties.create_person(kDemo, entered));
    p.person_id = person.id;
    if (!r.role.empty()) MUSTER_CHECK_OK(parties.assign_role(kDemo, person.id, r.role));
    MUSTER_TRY([[maybe_unused]] const auto account, sign_in.create_account(kDemo, person.id, r.user_name, p.password));
    out.push_back(std::move(p));
  }
  return out;
}

void print_demo_people(const std::vector<DemoPerson>& people) {
  fmt::print("\nThe demonstration's people. These passwords are shown once and kept nowhere:\n\n");
  for (const auto& p : people)
    fmt::print("  {:<10} {}   {} ({})\n", p.user_name, p.password, p.display_name, p.role.empty() ? "no role" : p.role);
  fmt::print("\n");
}

}  // namespace muster::cli
