#include "demo_billing.h"

#include "demo_people.h"
#include "instance.h"
#include <parties/parties.h>

#include <filesystem>
#include <fstream>
#include <map>

#include <billing/flow_farm.h>
#include <billing/service.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr int kCharges = 4'000;

// The partners that flows name: "Billed on behalf of Partner 3".
Result<std::string> demo_partner(Instance& instance, std::map<std::string, std::string>& made,
                                 const std::string& name) {
  if (const auto there = made.find(name); there != made.end()) return there->second;
  parties::Party party;
  party.kind = "partner";
  party.name = name + " (demo)";
  party.licence_number = "B-" + name.substr(name.size() - 1) + "-2026";
  MUSTER_TRY(const auto p, instance.parties.create_party(kDemo, party));
  return made[name] = p.id;
}

// A morning of charges, in which some are wrong.
std::string demo_file(const std::vector<billing::FarmFlow>& flows, Instant day, std::string& confirmations) {
  std::string out = "usageId,usageDate,serviceCode,price,currency,transactionId,msisdn\n";
  confirmations = "transactionId,confirmedAt\n";
  for (int i = 0; i < kCharges; ++i) {
    const auto& f = flows[static_cast<std::size_t>(i) % flows.size()];
    const Instant at = day + std::chrono::seconds(i * 7);
    const std::int64_t amount = f.amount + (i % 97 == 5 ? 100 : 0);
    const std::string code =
        i % 191 == 7 ? "TONE-99" : fmt::format("TONE-{:02}", static_cast<std::size_t>(i) % flows.size());
    out += fmt::format("u{},{},{},{}.{:02},CNY,tx-{},\n", i, to_rfc3339(at), code, amount / 100, amount % 100, i);
    for (int k = i % 83 == 11 ? 1 : 0; k < 2; ++k)
      confirmations += fmt::format("tx-{},{}\n", i, to_rfc3339(at - std::chrono::seconds(20 - k * 8)));
  }
  return out + "u-last,yesterday,TONE-01,2.00,CNY,tx-last,\n";
}

}  // namespace

Result<int> load_demo_billing(Instance& instance, const std::string& first, const std::string& second,
                              const std::string& promoter) {
  MUSTER_TRY(const auto there, instance.billing.services.list({.limit = 1}));
  if (!there.empty()) return 0;
  const auto flows = billing::farm_flows(billing::kDemoFlowSeed, billing::kDemoFlowCount);
  const Instant now = instance.clock.now();
  std::map<std::string, std::string> partners{{"Partner 1", promoter}};
  int count = 0;
  for (const auto& f : flows) {
    billing::NewService s;
    s.code = fmt::format("TONE-{:02}", count);
    s.name = fmt::format("Ring tones {}", count);
    MUSTER_TRY(s.partner_id,
               demo_partner(instance, partners, f.behalf_text.substr(sizeof("Billed on behalf of ") - 1)));
    s.first_text = f.first_text;
    s.second_text = f.second_text;
    s.behalf_text = f.behalf_text;
    s.flow = billing::to_text(f.flow);
    s.amount = f.amount;
    s.currency = "CNY";
    s.from = now - std::chrono::hours(24 * 90);
    MUSTER_TRY(const auto made, instance.billing.services.propose(s, first));
    // The last two wait for their second person.
    if (count < billing::kDemoFlowCount - 2) {
      MUSTER_CHECK_OK(instance.billing.services.apply(made.id, made.version, "confirm", "", second));
    }
    ++count;
  }
  const std::string folder = instance.data + "/charges/inbox";
  std::filesystem::create_directories(folder);
  std::string confirmations;
  const Instant day = now - std::chrono::hours(24);
  std::ofstream(folder + "/charges-" + to_day(day) + ".csv") << demo_file(flows, day, confirmations);
  std::ofstream(folder + "/confirmations-" + to_day(day) + ".csv") << confirmations;
  std::string run_id;
  MUSTER_CHECK_OK(instance.database.write([&](store::Transaction& tx) -> Result<void> {
    MUSTER_TRY(run_id,
               instance.billing.charges.begin(
                   tx, first, {{"charges-" + to_day(day) + ".csv"}, {"confirmations-" + to_day(day) + ".csv"}}));
    return {};
  }));
  MUSTER_TRY([[maybe_unused]] const auto run, instance.billing.charges.run_noted(run_id));
  return count;
}

}  // namespace muster::cli
