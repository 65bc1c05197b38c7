// `muster-numbers pool make|stock|list`.
#include "commands.h"
#include "instance.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct Make {
  std::string name, operator_name = "Operator", region, kind = "voice", first, last;
  bool foreign = false;
};
struct PoolStock {
  std::string pool;
  std::int64_t count = 0;
};

Result<lines::Pool> make_pool(Instance& instance, const Make& make) {
  const auto kind = lines::line_kind(make.kind);
  if (!kind) return invalid("pool_kind", "The kind of a pool is voice, data or iot.", "kind");
  MUSTER_TRY(const auto first, lines::parse_msisdn(make.first));
  MUSTER_TRY(const auto last, lines::parse_msisdn(make.last));
  return instance.lines.make_pool(kCommandLine,
                                  {make.name, make.operator_name, make.region, *kind, first, last, make.foreign});
}

Result<std::int64_t> stock(Instance& instance, const PoolStock& stock) {
  std::int64_t made = 0;
  while (made < stock.count) {
    MUSTER_TRY(const auto more,
               instance.lines.stock(kCommandLine, stock.pool, std::min(stock.count - made, lines::kStockMax)));
    if (more == 0) break;
    made += more;
  }
  return made;
}

void list(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto pools = instance->lines.pools();
  if (!pools.ok()) return globals.fail(pools.error());
  for (const auto& p : *pools)
    fmt::print("{}  {}  {}  {}  {}…{}  {} of {} stocked\n", p.id, p.name, to_text(p.kind), p.region,
               lines::msisdn_text(p.first), lines::msisdn_text(p.last), p.stocked, p.last - p.first + 1);
}

}  // namespace

void add_pool(CLI::App& app, Globals& globals) {
  auto* pool = app.add_subcommand("pool", "Ranges of numbers and the lines in them");
  pool->require_subcommand(1);
  auto make = std::make_shared<Make>();
  auto* made = pool->add_subcommand("make", "Put a range on record; prints its id");
  made->add_option("--name", make->name)->required();
  made->add_option("--operator", make->operator_name)->capture_default_str();
  made->add_option("--region", make->region)->required();
  made->add_option("--kind", make->kind, "voice, data or iot")->capture_default_str();
  made->add_option("--first", make->first, "First number, with the country code")->required();
  made->add_option("--last", make->last, "Last number")->required();
  made->add_flag("--foreign", make->foreign, "Another operator's block, from which numbers come in by porting");
  made->callback([&globals, make] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto done = make_pool(*instance, *make);
    if (!done.ok()) return globals.fail(done.error());
    fmt::print("{}\n", done->id);
  });

  auto more = std::make_shared<PoolStock>();
  auto* stocked = pool->add_subcommand("stock", "Make the next lines of a pool available");
  stocked->add_option("pool", more->pool, "Its id")->required();
  stocked->add_option("count", more->count)->required()->check(CLI::PositiveNumber);
  stocked->callback([&globals, more] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto done = stock(*instance, *more);
    if (!done.ok()) return globals.fail(done.error());
    fmt::print("{} lines are available now.\n", *done);
  });

  pool->add_subcommand("list", "All ranges")->callback([&globals] { list(globals); });
}

}  // namespace muster::cli
