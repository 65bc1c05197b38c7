// `muster-numbers dealer add|stock`: who sells, and the numbers with SIMs that are set aside for it.
#include "commands.h"
#include "csv_input.h"
#include "instance.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct Add {
  std::string name, licence;
};
struct DealerStock {
  std::string dealer, pool, sims;
};

Result<parties::Party> add(Instance& instance, const Add& add) {
  parties::Party party;
  party.kind = "partner";
  party.name = add.name;
  party.licence_number = add.licence;
  return instance.parties.create_party(kCommandLine, party);
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

}  // namespace

void add_dealer(CLI::App& app, Globals& globals) {
  auto* dealer = app.add_subcommand("dealer", "Points of sale");
  dealer->require_subcommand(1);
  auto added = std::make_shared<Add>();
  auto* add_one = dealer->add_subcommand("add", "Put a dealer on record; prints its id");
  add_one->add_option("--name", added->name)->required();
  add_one->add_option("--licence", added->licence);
  add_one->callback([&globals, added] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto done = add(*instance, *added);
    if (!done.ok()) return globals.fail(done.error());
    fmt::print("{}\n", done->id);
  });

  auto stocked = std::make_shared<DealerStock>();
  auto* stock_one =
      dealer->add_subcommand("stock", "Reserve a number with a SIM for each line of a CSV file (iccid,imsi)");
  stock_one->add_option("dealer", stocked->dealer, "The dealer's id")->required();
  stock_one->add_option("pool", stocked->pool, "The pool's id")->required();
  stock_one->add_option("sims", stocked->sims, "CSV file")->required();
  stock_one->callback([&globals, stocked] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto done = stock_dealer(*instance, *stocked);
    if (!done.ok()) return globals.fail(done.error());
    fmt::print(stderr, "{} numbers are reserved.\n", *done);
  });
}

}  // namespace muster::cli
