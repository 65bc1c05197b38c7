// `muster census notices`: what each provider is to be told of a census, and the letters.
#include "census_parts.h"
#include "instance.h"
#include "interruptible.h"
#include <base/text.h>
#include <census/service.h>
#include <parties/parties.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct CensusNoticesOptions {
  std::string run;
  std::vector<std::string> providers;
  bool send = false, remind = false;
};

std::string name_of(Instance& instance, const std::string& party_id) {
  const auto party = instance.database.read([&](store::Transaction& tx) -> Result<std::optional<parties::Party>> {
    return parties::find_party(tx, party_id);
  });
  return party.ok() && *party ? (*party)->name : party_id;
}

// The providers that the command is about, a page at a time.
Result<void> each(Instance& instance, const std::string& run_id, const CensusNoticesOptions& options,
                  const std::function<void(const census::ProviderNotices&)>& visit) {
  for (std::string after;;) {
    MUSTER_TRY(const auto page, instance.census.notices_due(run_id, after, 500));
    if (page.empty()) return {};
    for (const auto& p : page)
      if (options.providers.empty() ||
          std::find(options.providers.begin(), options.providers.end(), p.provider_id) != options.providers.end())
        visit(p);
    after = page.back().provider_id;
  }
}

Result<void> show_table(Instance& instance, const census::Run& run, const CensusNoticesOptions& options,
                        std::int64_t& to_send) {
  fmt::print("Notices of census {}\n\n  {:<36} {:>10} {:>10} {:>10}  {}\n", run.number, "Provider", "Due", "Told",
             "Overdue", "Due by standing");
  MUSTER_CHECK_OK(each(instance, run.id, options, [&](const census::ProviderNotices& p) {
    const auto all = p.all();
    to_send += all.due + (options.remind ? all.overdue : 0);
    std::string by_standing;
    for (const auto s : census::kAllStandings)
      if (const auto n = p.of[static_cast<std::size_t>(s)].due; n > 0)
        by_standing += fmt::format("{}{} {}", by_standing.empty() ? "" : ", ", with_separators(n), census::to_text(s));
    fmt::print("  {:<36} {:>10} {:>10} {:>10}  {}\n", name_of(instance, p.provider_id), with_separators(all.due),
               with_separators(all.told), with_separators(all.overdue), by_standing);
  }));
  MUSTER_TRY(const std::int64_t nobody, instance.census.unattributed(run.id));
  fmt::print("\n{} sites are to be told of; of {} more nobody knows the provider\n", with_separators(to_send),
             with_separators(nobody));
  if (!options.send && to_send > 0) fmt::print("Nothing was sent. Add --send to send one letter to each provider.\n");
  return {};
}

Result<void> show_json(Instance& instance, const census::Run& run, const CensusNoticesOptions& options,
                       std::int64_t& to_send) {
  std::string items;
  MUSTER_CHECK_OK(each(instance, run.id, options, [&](const census::ProviderNotices& p) {
    const auto all = p.all();
    to_send += all.due + (options.remind ? all.overdue : 0);
    std::string by_standing;
    for (const auto s : census::kAllStandings) {
      if (!census::needs_notice(s)) continue;
      const auto& c = p.of[static_cast<std::size_t>(s)];
      by_standing += fmt::format(R"({}"{}":{{"due":{},"told":{},"overdue":{}}})", by_standing.empty() ? "" : ",",
                                 census::to_text(s), c.due, c.told, c.overdue);
    }
    items += fmt::format(R"({}{{"provider_id":{},"provider":{},"due":{},"told":{},"overdue":{},"by_standing":{{{}}}}})",
                         items.empty() ? "" : ",", json_quote(p.provider_id),
                         json_quote(name_of(instance, p.provider_id)), all.due, all.told, all.overdue, by_standing);
  }));
  MUSTER_TRY(const std::int64_t nobody, instance.census.unattributed(run.id));
  fmt::print(R"({{"run_id":{},"providers":[{}],"unattributed":{})", json_quote(run.id), items, nobody);
  return {};
}

Result<census::NoticeReport> send(Instance& instance, const census::Run& run, const CensusNoticesOptions& options) {
  const Interruptible interruptible;
  return instance.census.notify_providers(run.id, kCommandLine,
                                          {.providers = options.providers, .remind = options.remind},
                                          [](const census::NoticeReport&) { return !Interruptible::asked(); });
}

Result<void> run(Globals& globals, const CensusNoticesOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const census::Run of, instance->census.get(options.run));
  std::int64_t to_send = 0;
  MUSTER_CHECK_OK(globals.json ? show_json(*instance, of, options, to_send)
                               : show_table(*instance, of, options, to_send));
  globals.exit_code = to_send > 0 ? 1 : 0;
  if (!options.send) {
    if (globals.json) fmt::print("}}\n");
    return {};
  }
  MUSTER_TRY(const auto report, send(*instance, of, options));
  if (globals.json)
    fmt::print(R"(,"sent":{{"providers":{},"letters":{},"names":{},"stopped":{}}}}})"
               "\n",
               report.providers, report.letters, report.names, report.stopped);
  else
    fmt::print("Sent {} letters to {} providers about {} sites{}\n", with_separators(report.letters),
               with_separators(report.providers), with_separators(report.names),
               report.stopped ? "; stopped, the same command sends the others" : "");
  globals.exit_code = report.stopped ? 4 : 0;
  return {};
}

}  // namespace

void add_census_notices(CLI::App& census, Globals& globals) {
  auto options = std::make_shared<CensusNoticesOptions>();
  auto* command = census.add_subcommand("notices", "What each provider is to be told of a census; --send sends it");
  command->add_option("--run", options->run, "Id of the census; the newest finished one when left out");
  command->add_option("--provider", options->providers, "Party id; may be repeated; all when left out");
  command->add_flag("--send", options->send, "Send one letter to each provider, with the list of its sites");
  command->add_flag("--remind", options->remind, "Also of sites that were told of and whose term has run out");
  command->callback([&globals, options] {
    if (const auto done = run(globals, *options); !done.ok()) globals.fail(done.error());
  });
}

}  // namespace muster::cli
