// `muster resolvers`: whether resolvers answer as the zone says.
#include "commands.h"
#include "endpoint.h"
#include "instance.h"
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <convergence/service.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr int kLines = 500;

std::string seconds_of(const std::optional<Duration>& took) {
  return took ? fmt::format("{:.2f} s", static_cast<double>(took->count()) / 1e6) : "-";
}

void list_resolvers(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return;
  for (std::string after;;) {
    const auto page = instance->convergence.list(after, kLines);
    if (!page.ok()) return globals.fail(page.error());
    for (const auto& r : *page) {
      fmt::print("{}  {:<24} {} port {}", r.id, r.label, r.address, r.port);
      if (r.ended_at)
        fmt::print(", is asked no more\n");
      else
        fmt::print(": {} agreed, {} waiting, {} drifting, {} undecided; {} changes in a day, p50 {}, p99 {}; {}\n",
                   r.agreed, r.waiting, r.drifts, r.undecided, r.changes, seconds_of(r.p50), seconds_of(r.p99),
                   r.answered_at ? "answered last " + to_rfc3339(*r.answered_at) : "never answered");
    }
    if (page->size() < static_cast<std::size_t>(kLines)) return;
    after = page->back().id;
  }
}

void list_probes(Globals& globals, const std::string& resolver, const std::string& state) {
  Instance* instance = globals.open();
  if (!instance) return;
  for (std::string after;;) {
    const auto page = instance->convergence.probes(resolver, state, after, kLines);
    if (!page.ok()) return globals.fail(page.error());
    for (const auto& p : *page)
      fmt::print("{:<9} {}{} should be {} at {}: {}\n", p.state, p.wildcard ? "*." : "", p.name,
                 p.blocked ? "held back" : "open", p.resolver, p.seen.empty() ? "not asked yet" : p.seen);
    if (page->size() < static_cast<std::size_t>(kLines)) return;
    after = page->back().id;
  }
}

struct ResolverAdding {
  std::string label, at, by;
};

}  // namespace

void add_resolvers(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("resolvers", "Whether resolvers answer as the zone says");
  command->require_subcommand(1);
  command->add_subcommand("list", "Each of them, and how long changes take to be there")->callback([&globals] {
    list_resolvers(globals);
  });
  auto given = std::make_shared<ResolverAdding>();
  auto* adding = command->add_subcommand("add", "Ask a resolver from now on");
  adding->add_option("label", given->label, "Which one it is")->required();
  adding->add_option("--at", given->at, "ADDRESS:PORT where it answers")->required();
  adding->add_option("--by", given->by, "Id of the operator")->required();
  adding->callback([&globals, given] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto at = endpoint_of(given->at, "at");
    if (!at.ok()) return globals.fail(at.error());
    const auto made = instance->convergence.add(given->by, {given->label, at->address, at->port});
    if (!made.ok()) return globals.fail(made.error());
    fmt::print("{}\n", made->id);
  });
  auto id = std::make_shared<std::string>();
  auto by = std::make_shared<std::string>();
  auto* over = command->add_subcommand("end", "Ask it no more");
  over->add_option("id", *id)->required();
  over->add_option("--by", *by, "Id of the operator")->required();
  over->callback([&globals, id, by] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto done = instance->convergence.end(*by, *id);
    if (!done.ok()) return globals.fail(done.error());
    fmt::print("It is asked no more.\n");
  });
  auto of = std::make_shared<std::string>();
  auto state = std::make_shared<std::string>();
  auto* probes = command->add_subcommand("probes", "Names, and what resolvers say of them");
  probes->add_option("--resolver", *of, "Id: of this one alone");
  probes->add_option("--state", *state, "waiting, agreed, drift or undecided");
  probes->callback([&globals, of, state] { list_probes(globals, *of, *state); });
}

}  // namespace muster::cli
