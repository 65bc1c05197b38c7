// `muster-numbers dealer add|apply|list|show|activate|suspend|reinstate|end|contract|stock`: who sells under which
// contract, and the numbers with SIMs that are set aside for it. Places, people and devices: command_dealer_shop.cc.
#include "command_dealer.h"

#include "commands.h"
#include "csv_input.h"
#include "instance.h"
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <dealers/rules.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct DealerTerms {
  std::string name, licence, contract, from, until, region = "unknown", parent;
  std::int64_t quota = dealers::kQuotaMax;
};
struct DealerStock {
  std::string dealer, pool, sims;
};

Result<dealers::NewDealer> terms_of(Instance& instance, const DealerTerms& terms, const std::string& id) {
  dealers::NewDealer out;
  out.id = id;
  out.contract_number = terms.contract.empty() ? "C-" + id.substr(id.size() - 12) : terms.contract;
  out.contract_from = instance.clock.now();
  if (!terms.from.empty()) {
    MUSTER_TRY(out.contract_from, parse_day(terms.from));
  }
  if (!terms.until.empty()) {
    MUSTER_TRY(const Instant until, parse_day(terms.until));
    out.contract_until = until;
  }
  out.region = terms.region;
  out.parent_id = terms.parent;
  out.quota = terms.quota;
  return out;
}

Result<dealers::Dealer> apply(Instance& instance, const DealerTerms& terms) {
  parties::Party party;
  party.kind = "partner";
  party.name = terms.name;
  party.licence_number = terms.licence;
  // What is wrong with the terms is said before the party is on record.
  MUSTER_TRY(const auto tried, terms_of(instance, terms, "000000000000"));
  MUSTER_CHECK_OK(dealers::check(tried));
  MUSTER_TRY(const auto made, instance.parties.create_party(kCommandLine, party));
  MUSTER_TRY(const auto dealer, terms_of(instance, terms, made.id));
  return instance.dealers.apply(kCommandLine, dealer);
}

Result<dealers::Dealer> add(Instance& instance, const DealerTerms& terms) {
  MUSTER_TRY(const auto applied, apply(instance, terms));
  return instance.dealers.take(kCommandLine, applied.id, applied.version, dealers::Event::activate);
}

Result<dealers::Dealer> change_terms(Instance& instance, const DealerTerms& terms, const std::string& id) {
  MUSTER_TRY(const auto before, instance.dealers.get(id));
  MUSTER_TRY(auto after, terms_of(instance, terms, id));
  if (terms.contract.empty()) after.contract_number = before.contract_number;
  if (terms.from.empty()) after.contract_from = before.contract_from;
  if (terms.until.empty()) after.contract_until = before.contract_until;
  if (terms.region == "unknown") after.region = before.region;
  if (terms.quota == dealers::kQuotaMax) after.quota = before.quota;
  return instance.dealers.change_contract(kCommandLine, before.version, after);
}

// The next free numbers of the pool get the SIMs and are reserved for the dealer. Prints number and ICCID: what a SIM
// pack says.
Result<int> pack_dealer(Instance& instance, const DealerStock& stock, std::vector<lines::NewSim>& sims) {
  if (sims.empty()) return 0;
  MUSTER_TRY(const auto packed, instance.lines.pack(kCommandLine, stock.pool, stock.dealer, sims));
  for (const auto& one : packed) fmt::print("{},{}\n", lines::msisdn_text(one.line.msisdn), one.sim.iccid);
  sims.clear();
  return static_cast<int>(packed.size());
}

Result<int> stock_dealer(Instance& instance, const DealerStock& stock) {
  static constexpr std::string_view kHeader[] = {"iccid", "imsi"};
  int count = 0;
  std::vector<lines::NewSim> sims;
  MUSTER_CHECK_OK(
      each_record(stock.sims, kHeader, [&](std::int64_t, std::span<const std::string_view> f) -> Result<void> {
        sims.push_back({std::string(f[0]), std::string(f[1])});
        if (sims.size() < lines::kPackMax) return {};
        MUSTER_TRY(const int more, pack_dealer(instance, stock, sims));
        count += more;
        return {};
      }));
  MUSTER_TRY(const int rest, pack_dealer(instance, stock, sims));
  return count + rest;
}

void print_dealer(const dealers::Dealer& d, bool as_json) {
  const std::string until = d.contract_until ? to_rfc3339(*d.contract_until) : "";
  if (as_json)
    fmt::print(
        "{{\"id\":\"{}\",\"state\":\"{}\",\"reason\":{},\"contract\":{},\"from\":\"{}\",\"until\":{},\"region\":{},"
        "\"parent\":{},\"quota\":{},\"version\":{}}}\n",
        d.id, dealers::to_text(d.state), json_quote(d.reason), json_quote(d.contract_number),
        to_rfc3339(d.contract_from), until.empty() ? "null" : json_quote(until), json_quote(d.region),
        d.parent_id.empty() ? "null" : json_quote(d.parent_id), d.quota, d.version);
  else
    fmt::print("{}  {:9}  {}  {}  {} a day{}\n", d.id, dealers::to_text(d.state), d.region, d.contract_number, d.quota,
               d.reason.empty() ? "" : "  (" + d.reason + ")");
}

Result<void> list_dealers(Instance& instance, const std::string& state, bool as_json) {
  constexpr int kPage = 500;
  for (std::string after;;) {
    MUSTER_TRY(const auto page, instance.dealers.list(state, "", after, kPage));
    for (const auto& dealer : page) print_dealer(dealer, as_json);
    if (page.size() < kPage) return {};
    after = page.back().id;
  }
}

void add_term_options(CLI::App& command, DealerTerms& terms) {
  command.add_option("--contract", terms.contract, "Number of the contract");
  command.add_option("--from", terms.from, "First day of the contract, YYYY-MM-DD (UTC); today");
  command.add_option("--until", terms.until, "First day on which it is over");
  command.add_option("--region", terms.region, "Code of the region, as in CN-11");
  command.add_option("--quota", terms.quota, "Registrations a day");
}

void add_step(CLI::App& dealer, Globals& globals, dealers::Event event, const char* help) {
  auto id = std::make_shared<std::string>(), reason = std::make_shared<std::string>();
  auto* command = dealer.add_subcommand(dealers::to_text(event), help);
  command->add_option("dealer", *id, "The dealer's id")->required();
  command->add_option("--reason", *reason, "A code: why");
  command->callback([&globals, id, reason, event] {
    with_instance(globals, [&](Instance& instance) -> Result<void> {
      MUSTER_TRY(const auto before, instance.dealers.get(*id));
      MUSTER_TRY(const auto after, instance.dealers.take(kCommandLine, *id, before.version, event, *reason));
      print_dealer(after, globals.json);
      return {};
    });
  });
}

}  // namespace

void with_instance(Globals& globals, const std::function<Result<void>(Instance&)>& work) {
  Instance* instance = globals.open();
  if (!instance) return;
  if (const auto done = work(*instance); !done.ok()) globals.fail(done.error());
}

void add_dealer(CLI::App& app, Globals& globals) {
  auto* dealer = app.add_subcommand("dealer", "Points of sale");
  dealer->require_subcommand(1);
  for (const bool active : {true, false}) {
    auto terms = std::make_shared<DealerTerms>();
    auto* command =
        dealer->add_subcommand(active ? "add" : "apply", active ? "Put a dealer on record and in force; prints its id"
                                                                : "Put a dealer on record; prints its id");
    command->add_option("--name", terms->name)->required();
    command->add_option("--licence", terms->licence);
    command->add_option("--parent", terms->parent, "The dealer whose contract it sells under");
    add_term_options(*command, *terms);
    command->callback([&globals, terms, active] {
      with_instance(globals, [&](Instance& instance) -> Result<void> {
        MUSTER_TRY(const auto made, active ? add(instance, *terms) : apply(instance, *terms));
        fmt::print("{}\n", made.id);
        return {};
      });
    });
  }
  auto state = std::make_shared<std::string>();
  auto* list = dealer->add_subcommand("list", "Dealers by id");
  list->add_option("--state", *state, "applied, active, suspended or ended");
  list->callback([&globals, state] {
    with_instance(globals, [&](Instance& instance) { return list_dealers(instance, *state, globals.json); });
  });
  auto shown = std::make_shared<std::string>();
  auto* show = dealer->add_subcommand("show", "One dealer");
  show->add_option("dealer", *shown, "The dealer's id")->required();
  show->callback([&globals, shown] {
    with_instance(globals, [&](Instance& instance) -> Result<void> {
      MUSTER_TRY(const auto found, instance.dealers.get(*shown));
      MUSTER_TRY(const auto today, instance.dealers.accepted_today(*shown));
      print_dealer(found, globals.json);
      if (!globals.json) fmt::print("{} of {} registered today\n", today, found.quota);
      return {};
    });
  });
  auto terms = std::make_shared<DealerTerms>();
  auto changed = std::make_shared<std::string>();
  auto* contract = dealer->add_subcommand("contract", "Change a dealer's contract, region or quota");
  contract->add_option("dealer", *changed, "The dealer's id")->required();
  add_term_options(*contract, *terms);
  contract->callback([&globals, terms, changed] {
    with_instance(globals, [&](Instance& instance) -> Result<void> {
      MUSTER_TRY(const auto after, change_terms(instance, *terms, *changed));
      print_dealer(after, globals.json);
      return {};
    });
  });
  add_step(*dealer, globals, dealers::Event::activate, "Its contract is in force: it may register");
  add_step(*dealer, globals, dealers::Event::suspend, "It may not register; what it registered is verified again");
  add_step(*dealer, globals, dealers::Event::reinstate, "It may register again");
  add_step(*dealer, globals, dealers::Event::end, "It sells no more, for good");

  auto stocked = std::make_shared<DealerStock>();
  auto* stock_one =
      dealer->add_subcommand("stock", "Reserve a number with a SIM for each line of a CSV file (iccid,imsi)");
  stock_one->add_option("dealer", stocked->dealer, "The dealer's id")->required();
  stock_one->add_option("pool", stocked->pool, "The pool's id")->required();
  stock_one->add_option("sims", stocked->sims, "CSV file")->required();
  stock_one->callback([&globals, stocked] {
    with_instance(globals, [&](Instance& instance) -> Result<void> {
      MUSTER_TRY(const int count, stock_dealer(instance, *stocked));
      fmt::print(stderr, "{} numbers are reserved.\n", count);
      return {};
    });
  });
  add_dealer_shop(*dealer, globals);
}

}  // namespace muster::cli
