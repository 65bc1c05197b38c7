// `muster-numbers campaign list|show|progress|exemptions|moves`: how campaigns stand.
#include "campaign_report.h"
#include "commands.h"
#include "instance.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr int kCampaignPage = 500;

void list_campaigns(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return;
  std::string before, all;
  for (;;) {
    const auto page = instance->campaigns.list(before, kCampaignPage);
    if (!page.ok()) return globals.fail(page.error());
    for (const auto& c : *page) {
      if (globals.json)
        all += (all.empty() ? "" : ",") + campaign_json(c);
      else
        fmt::print("{}  {}  {}\n", c.id, to_text(c.state), c.name);
    }
    if (static_cast<int>(page->size()) < kCampaignPage) break;
    before = page->back().id;
  }
  if (globals.json) fmt::print("[{}]\n", all);
}

struct ProgressAsk {
  std::string id;
  bool outward = false, dealers = false;
};

Result<std::string> progress_of(Instance& instance, const ProgressAsk& ask, bool json) {
  MUSTER_TRY(const auto progress, instance.campaigns.progress(ask.id));
  if (ask.outward) return outward_json(progress, instance.policy.number("campaign.small_cell")) + "\n";
  std::vector<campaigns::Row> dealers;
  for (bool more = ask.dealers; more;) {
    MUSTER_TRY(const auto page,
               instance.campaigns.dealers(ask.id, dealers.empty() ? "" : dealers.back().key, kCampaignPage));
    dealers.insert(dealers.end(), page.begin(), page.end());
    more = static_cast<int>(page.size()) == kCampaignPage;
  }
  MUSTER_TRY(const auto forecast, instance.campaigns.forecast(ask.id));
  return json ? progress_json(progress, dealers, forecast) + "\n" : progress_text(progress, dealers, forecast);
}

void add_campaign_lists(CLI::App& campaign, Globals& globals) {
  auto id = std::make_shared<std::string>();
  auto* exemptions = campaign.add_subcommand("exemptions", "Lines that are left in peace, and until when");
  exemptions->add_option("campaign", *id, "Its id")->required();
  exemptions->callback([&globals, id] {
    Instance* instance = globals.open();
    if (!instance) return;
    std::string after;
    for (;;) {
      const auto page = instance->campaigns.exemptions(*id, after, kCampaignPage);
      if (!page.ok()) return globals.fail(page.error());
      for (const auto& e : *page) fmt::print("{}\n", exemption_json(e));
      if (static_cast<int>(page->size()) < kCampaignPage) return;
      after = page->back().id;
    }
  });
  auto* moves = campaign.add_subcommand("moves", "How its deadlines moved, by whom and why");
  moves->add_option("campaign", *id, "Its id")->required();
  moves->callback([&globals, id] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto all = instance->campaigns.moves(*id);
    if (!all.ok()) return globals.fail(all.error());
    for (const auto& m : *all) fmt::print("{}\n", move_json(m));
  });
}

}  // namespace

void add_campaign(CLI::App& app, Globals& globals) {
  auto* campaign = app.add_subcommand("campaign", "Registering again the lines whose holders nobody has verified");
  campaign->require_subcommand(1);
  add_campaign_changes(*campaign, globals);
  campaign->add_subcommand("list", "All campaigns, the newest first")->callback([&globals] {
    list_campaigns(globals);
  });

  auto id = std::make_shared<std::string>();
  auto* show = campaign->add_subcommand("show", "One campaign, with its waves");
  show->add_option("campaign", *id, "Its id")->required();
  show->callback([&globals, id] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto found = instance->campaigns.campaign(*id);
    if (!found.ok()) return globals.fail(found.error());
    fmt::print("{}", globals.json ? campaign_json(*found) + "\n" : campaign_text(*found));
  });

  auto ask = std::make_shared<ProgressAsk>();
  auto* progress = campaign->add_subcommand("progress", "Lines by state, wave and region; messages; forecast");
  progress->add_option("campaign", ask->id, "Its id")->required();
  progress->add_flag("--dealers", ask->dealers, "Also by dealer");
  progress->add_flag("--outward", ask->outward, "For readers outside of the house: JSON without small cells");
  progress->callback([&globals, ask] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto text = progress_of(*instance, *ask, globals.json);
    if (!text.ok()) return globals.fail(text.error());
    fmt::print("{}", *text);
  });
  add_campaign_lists(*campaign, globals);
}

}  // namespace muster::cli
