#include "demo_people.h"

#include "instance.h"
#include <base/text.h>
#include <parties/parties.h>

#include <fmt/format.h>

namespace muster::cli {
namespace {

struct Role {
  const char *user_name, *display_name, *role;
  bool of_authority;
};
// One person a role: who manages accounts can't sign, who decides can't confirm, and neither hears the appeal.
constexpr Role kRoles[] = {
    {"admin", "Alex Admin", parties::roles::kAdmin, false},
    {"keys", "Kim Keys", parties::roles::kKeyOfficer, false},
    {"registrar", "Robin Registrar", parties::roles::kRegistrar, false},
    {"examiner", "Emery Examiner", parties::roles::kExaminer, false},
    {"operator", "Oakley Operator", parties::roles::kOperator, false},
    {"auditor", "Avery Auditor", parties::roles::kAuditor, false},
    {"decider", "Dana Decider", parties::roles::kDecider, true},
    {"confirmer", "Casey Confirmer", parties::roles::kConfirmer, true},
    {"appeals", "Addison Appeals", parties::roles::kAppealOfficer, true},
    {"supervisor", "Sasha Supervisor", parties::roles::kSupervisor, false},
};

Result<std::string> party(Instance& instance, const std::string& kind, const std::string& name, const std::string& mail,
                          int number = 0) {
  parties::Party entered;
  entered.kind = kind;
  entered.name = name;
  entered.contact_email = mail;
  if (kind != "authority") entered.licence_number = "DEMO-" + std::to_string(number);
  MUSTER_TRY(const auto made, instance.parties.create_party(kDemo, entered));
  return made.id;
}

}  // namespace

Result<DemoParties> make_demo_parties(Instance& instance) {
  DemoParties out;
  MUSTER_TRY(out.carrier, party(instance, "carrier", "Northern Telecom (demo)", "compliance@northern.example"));
  MUSTER_TRY(out.authority,
             party(instance, "authority", "Communications Authority (demo)", "registry@authority.example"));
  for (const char* name : {"Alder Hosting", "Birch Cloud", "Cedar Colocation", "Dogwood Data", "Elm Edge"}) {
    const std::string host = fmt::format(
        "abuse@{}.example", to_lower_ascii(std::string_view(name).substr(0, std::string_view(name).find(' '))));
    MUSTER_TRY(auto id, party(instance, "access_provider", name, host, static_cast<int>(out.providers.size()) + 1));
    out.providers.push_back(std::move(id));
  }
  for (const char* name : {"Foxglove Media", "Gorse Promotion"}) {
    MUSTER_TRY(auto id, party(instance, "partner", name, "", 20 + static_cast<int>(out.promoters.size())));
    out.promoters.push_back(std::move(id));
  }
  return out;
}

Result<std::vector<DemoPerson>> make_demo_people(Instance& instance, const DemoParties& parties) {
  std::vector<DemoRole> roles;
  for (const Role& r : kRoles)
    roles.push_back({r.user_name, r.display_name, r.role, r.of_authority ? parties.authority : parties.carrier});
  // Who signs an agreement does not put the partner to work; and a partner sees its own page.
  roles.push_back({"registrar2", "Rowan Registrar", parties::roles::kRegistrar, parties.carrier});
  roles.push_back({"partner", "Parker Partner", parties::roles::kPartnerUser, parties.promoters[0]});
  // Of a host: what it is told of the orders that it carries out.
  roles.push_back({"provider", "Harper Host", parties::roles::kPartnerUser, parties.providers[0]});
  // Of the authority, without a role in this house: reads in it while a visit lasts that the supervisor granted.
  roles.push_back({"inspector", "Indigo Inspector", "", parties.authority});
  return make_demo_accounts(instance.parties, instance.sign_in, instance.random, roles);
}

}  // namespace muster::cli
