// `muster zones`: the zone for resolvers, and who fetches it.
#include "commands.h"
#include "endpoint.h"
#include "instance.h"
#include "zone_server.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <zones/publisher.h>
#include <zones/secondary.h>

namespace muster::cli {
namespace {

constexpr int kPage = 500;

struct Adding {
  std::string label, notify;
  bool unsigned_ = false;
};

void show(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto publisher = zone_publisher(*instance);
  const auto state = publisher.state();
  if (!state.ok()) return globals.fail(state.error());
  if (state->serial == 0) {
    fmt::print("The zone was never made: `muster server --zones` keeps it.\n");
    return;
  }
  const auto count = publisher.count(state->serial);
  if (!count.ok()) return globals.fail(count.error());
  fmt::print("rpz.muster: serial {}, {} names, changed {}, looked at {}\n", state->serial, *count,
             to_rfc3339(state->changed_at), to_rfc3339(state->looked_at));
  if (!state->closed.empty()) fmt::print("{}\n", state->closed);
  const auto secondaries = zone_secondaries(*instance);
  for (std::string after;;) {
    const auto page = secondaries.list(after, kPage);
    if (!page.ok()) return globals.fail(page.error());
    for (const auto& each : *page) {
      fmt::print("{}  {:<24} {}", each.id, each.label, each.is_signed ? "key " + each.key_name : "by its address");
      if (each.ended_at)
        fmt::print(", fetches no more\n");
      else if (!each.fetched_at)
        fmt::print(", never fetched\n");
      else
        fmt::print(", serial {} ({}) at {} by {}\n", each.serial, each.serial == state->serial ? "in force" : "behind",
                   to_rfc3339(*each.fetched_at), each.how);
    }
    if (page->size() < static_cast<std::size_t>(kPage)) return;
    after = page->back().id;
  }
}

void add(Globals& globals, const Adding& given) {
  Instance* instance = globals.open();
  if (!instance) return;
  zones::NewSecondary made{given.label, "", 0, !given.unsigned_};
  if (!given.notify.empty()) {
    const auto at = endpoint_of(given.notify, "notify");
    if (!at.ok()) return globals.fail(at.error());
    made.address = at->address;
    made.port = at->port;
  }
  const auto secondaries = zone_secondaries(*instance);
  const auto added = secondaries.add("system:cli", made);
  if (!added.ok()) return globals.fail(added.error());
  fmt::print("{}\n", added->id);
  if (added->is_signed)
    fmt::print(stderr, "Its key, {}, lies in {}: a clause for the resolver's configuration.\n", added->key_name,
               secondaries.key_file(*added));
  else
    fmt::print(stderr, "It is known by its address alone, {}: let nothing stand between that could take its place.\n",
               added->address);
}

void end(Globals& globals, const std::string& id) {
  Instance* instance = globals.open();
  if (!instance) return;
  if (const auto ended = zone_secondaries(*instance).end("system:cli", id); !ended.ok())
    return globals.fail(ended.error());
  fmt::print("Fetches no more. What it has stays there until the zone's validity is over.\n");
}

}  // namespace

void add_zones(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("zones", "The zone that resolvers fetch by transfer (AXFR, IXFR, NOTIFY, TSIG)");
  command->require_subcommand(1);
  command->add_subcommand("status", "Serial, names, and how far each resolver is")->callback([&globals] {
    show(globals);
  });
  auto adding = std::make_shared<Adding>();
  auto* one = command->add_subcommand("add", "A resolver may fetch it: prints its id, makes its key");
  one->add_option("label", adding->label, "Which resolver it is")->required();
  one->add_option("--notify", adding->notify, "ADDRESS:PORT at which it takes NOTIFY");
  one->add_flag("--unsigned", adding->unsigned_, "It can't sign (Unbound 1.17): known by the address of --notify");
  one->callback([&globals, adding] { add(globals, *adding); });
  auto id = std::make_shared<std::string>();
  auto* over = command->add_subcommand("end", "It may fetch no more");
  over->add_option("id", *id)->required();
  over->callback([&globals, id] { end(globals, *id); });
}

}  // namespace muster::cli
