// `muster-numbers status`: how many lines stand where, and what waits.
#include "commands.h"
#include "instance.h"
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr store::Sql kRegistrations{"status_registrations",
                                    "select state, count(*) as n from registration group by state order by state"};
constexpr store::Sql kCommands{"status_commands",
                               "select state, count(*) as n from network_command where state <> 'done' group by state "
                               "order by state"};

using Counts = std::vector<std::pair<std::string, std::int64_t>>;

Result<Counts> count(Instance& instance, const store::Sql& sql) {
  return instance.database.read([&](store::Transaction& tx) -> Result<Counts> {
    Counts out;
    for (const auto& row : tx.query(sql)) out.emplace_back(row.text("state"), row.integer("n"));
    return out;
  });
}

std::string words(const Counts& counts, bool json) {
  std::string out;
  for (const auto& [state, n] : counts)
    out += json ? fmt::format("{}\"{}\":{}", out.empty() ? "" : ",", state, n)
                : fmt::format("{}{} {}", out.empty() ? "" : ", ", with_separators(n), state);
  return json ? "{" + out + "}" : out.empty() ? "none" : out;
}

Counts by_state(const lines::PoolCounts& pool) {
  Counts out;
  for (int s = 0; s < lines::kStateCount; ++s)
    if (const auto n = pool.by_state[static_cast<std::size_t>(s)]; n > 0)
      out.emplace_back(lines::to_text(static_cast<lines::State>(s)), n);
  return out;
}

Result<void> show(Instance& instance, bool json) {
  MUSTER_TRY(const auto pools, instance.lines.counts());
  MUSTER_TRY(const auto registrations, count(instance, kRegistrations));
  MUSTER_TRY(const auto commands, count(instance, kCommands));
  if (json) {
    std::string all;
    for (const auto& p : pools)
      all += fmt::format("{}{{\"id\":\"{}\",\"name\":{},\"lines\":{}}}", all.empty() ? "" : ",", p.pool.id,
                         json_quote(p.pool.name), words(by_state(p), true));
    fmt::print("{{\"pools\":[{}],\"registrations\":{},\"commands\":{}}}\n", all, words(registrations, true),
               words(commands, true));
    return {};
  }
  for (const auto& p : pools) fmt::print("{}: {}\n", p.pool.name, words(by_state(p), false));
  fmt::print("Registrations: {}\nCommands to the network that are not done: {}\n", words(registrations, false),
             words(commands, false));
  return {};
}

}  // namespace

void add_status(CLI::App& app, Globals& globals) {
  app.add_subcommand("status", "How many lines stand where, and what waits")->callback([&globals] {
    Instance* instance = globals.open();
    if (!instance) return;
    if (const auto shown = show(*instance, globals.json); !shown.ok()) globals.fail(shown.error());
  });
}

}  // namespace muster::cli
