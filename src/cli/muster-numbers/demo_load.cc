#include "demo_load.h"

#include "demo_accounts.h"
#include "demo_base.h"
#include "demo_campaign.h"
#include "demo_desk.h"
#include "demo_history.h"
#include <base/files.h>
#include <base/text.h>
#include <ledger/sequencer.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr int kWaiting = 12;  // captures that wait for two persons

struct DemoLoadOptions {
  std::int64_t lines = 1'000'000;
  int holders = 3'000;
};

// One person a role, and two for each check that needs two.
Result<std::vector<DemoPerson>> make_people(Instance& instance, const DemoDealer& dealer) {
  parties::Party carrier;
  carrier.kind = "carrier";
  carrier.name = "Northern Mobile (demo)";
  carrier.licence_number = "DEMO-C-01";
  carrier.contact_email = "numbers@northern.example";
  MUSTER_TRY(const auto made, instance.parties.create_party(kDemo, carrier));
  const DemoRole roles[] = {
      {"admin", "Alex Admin", parties::roles::kAdmin, made.id},
      {"registrar", "Robin Registrar", parties::roles::kRegistrar, made.id},
      {"second", "Reese Second", parties::roles::kRegistrar, made.id},
      {"operator", "Oakley Operator", parties::roles::kOperator, made.id},
      {"compliance", "Charlie Compliance", parties::roles::kComplianceOfficer, made.id},
      {"supervisor", "Sidney Supervisor", "supervisor", made.id},
      {"auditor", "Avery Auditor", parties::roles::kAuditor, made.id},
      {"dealer", "Devon Dealer", parties::roles::kPartnerUser, dealer.id},
  };
  return make_demo_accounts(instance.parties, instance.sign_in, instance.random, roles);
}

// Today, for what waits for people: a policy that has them check by hand.
Result<int> add_waiting(InstanceOptions options, const DemoDealer& dealer, const std::string& clerk, int first_person) {
  options.policy = options.data + "/demo-policy.toml";
  MUSTER_CHECK_OK(replace_file(options.policy, "[registration]\nmethod = \"manual\"\n"));
  MUSTER_TRY(const auto instance, Instance::open(options));
  return load_demo_waiting(*instance, dealer, clerk, first_person, kWaiting);
}

Result<void> load(Globals& globals, const DemoLoadOptions& options) {
  const InstanceOptions opening{globals.data, globals.database, globals.policy};
  MUSTER_CHECK_OK(Instance::create(opening, "demo", "demo"));
  const DemoTime time(opening, SystemClock().now());
  std::vector<DemoDealer> dealers;
  std::int64_t unverified = 0;
  {
    MUSTER_TRY(const auto then, time.at(std::chrono::hours(24) * 301));
    MUSTER_TRY(dealers, make_demo_dealers(*then));
    MUSTER_TRY(unverified, load_demo_base(*then, options.lines, time.now()));
  }
  MUSTER_TRY(const auto history, load_demo_history(time, dealers, options.holders));
  {
    MUSTER_TRY(const auto then, time.at(std::chrono::hours(1)));
    MUSTER_CHECK_OK(load_demo_twins(*then));
  }
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto people, make_people(*instance, dealers.front()));
  const auto drafts =
      std::find_if(people.begin(), people.end(), [](const auto& p) { return p.user_name == "operator"; });
  MUSTER_TRY([[maybe_unused]] const auto campaign, draft_demo_campaign(*instance, drafts->person_id));
  MUSTER_TRY(const int waiting, add_waiting(opening, dealers.front(), people.back().person_id, options.holders));
  MUSTER_CHECK_OK(load_demo_desk(*instance, people, dealers));
  ledger::Sequencer sequencer(instance->log, nullptr);
  MUSTER_CHECK_OK(sequencer.flush());
  fmt::print("{} lines of a former register, whose holders nobody has verified.\n", with_separators(unverified));
  fmt::print(
      "{} lines were registered by {} dealers; {} registrations wait "
      "for two persons.\n",
      with_separators(history.registered), dealers.size(), waiting);
  print_demo_people(people);
  return {};
}

}  // namespace

void add_demo_load(CLI::App& demo, Globals& globals) {
  auto options = std::make_shared<DemoLoadOptions>();
  auto* command = demo.add_subcommand("load", "Make an instance of kind demo and fill it");
  command->add_option("--lines", options->lines, "Unverified lines of the former register")
      ->capture_default_str()
      ->check(CLI::Range(1, 2'000'000));
  command->add_option("--holders", options->holders, "Persons to whom dealers registered lines")
      ->capture_default_str()
      ->check(CLI::Range(100, 20'000));
  command->callback([&globals, options] {
    if (const auto loaded = load(globals, *options); !loaded.ok()) globals.fail(loaded.error());
  });
}

}  // namespace muster::cli
