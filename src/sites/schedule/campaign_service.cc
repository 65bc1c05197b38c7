#include "campaign_store.h"
#include <base/text.h>
#include <schedule/campaign.h>

#include <fmt/format.h>

namespace muster::schedule {
namespace {

constexpr const char* kCampaignSystem = "system:schedule";
constexpr std::int64_t kHandedAtOnce = 2000;

Error unknown_campaign() {
  return not_found("campaign_unknown", "There is no such campaign.");
}

Result<void> check(const NewCampaign& what) {
  if (trim(what.name).empty() || what.name.size() > kCampaignNameMax || !is_valid_utf8(what.name))
    return invalid("campaign_name", "Give the campaign a name of at most 120 bytes.", "name");
  if (what.days < 1 || what.days > kCampaignDaysMax)
    return invalid("campaign_days", fmt::format("A campaign takes 1 to {} days.", kCampaignDaysMax), "days");
  return {};
}

Result<void> move(store::Transaction& tx, const ledger::Recorder& recorder, Campaign& campaign, CampaignEvent event,
                  const std::string& actor) {
  const std::string from = campaign.state;
  MUSTER_TRY(campaign.state, next_campaign_state(campaign.state, event));
  campaign.state_at = recorder.clock().now();
  if (event == CampaignEvent::resume) campaign.handed_at = campaign.state_at;  // nothing is made up for at once
  if (!campaign_rows::update(tx, campaign))
    return Error{Failure::stale, "stale", "The campaign was changed since you loaded it. Load it again.", ""};
  ++campaign.version;
  recorder.record(tx, kCampaignMoved, actor, kCampaignRecord, campaign.id,
                  fmt::format(R"({{"event":"{}","from":"{}","to":"{}","handed":{},"tested":{}}})", to_text(event), from,
                              campaign.state, campaign.handed, campaign.tested));
  return {};
}

}  // namespace

Result<Campaign> Campaigns::start(const NewCampaign& what, const std::string& person) const {
  MUSTER_CHECK_OK(check(what));
  return database_.write([&](store::Transaction& tx) -> Result<Campaign> {
    if (campaign_rows::open(tx))
      return conflict("campaign_open", "A campaign is under way. Cancel it or wait until it is through.");
    Campaign c;
    c.id = recorder_.new_id();
    c.name = std::string(trim(what.name));
    c.state = "running";
    c.days = what.days;
    c.sites = campaign_rows::sites(tx);
    if (c.sites == 0) return conflict("campaign_empty", "No site is on the schedule yet.");
    c.tests_per_day = (c.sites + c.days - 1) / c.days;
    c.started_by = person;
    c.started_at = c.state_at = c.measured_at = c.handed_at = recorder_.clock().now();
    c.deadline = c.started_at + std::chrono::hours(24 * c.days);
    campaign_rows::insert(tx, c);
    recorder_.record(tx, kCampaignStarted, person, kCampaignRecord, c.id,
                     fmt::format(R"({{"days":{},"sites":{},"tests_per_day":{}}})", c.days, c.sites, c.tests_per_day));
    return c;
  });
}

Result<Campaign> Campaigns::apply(const std::string& id, CampaignEvent event, const std::string& person,
                                  std::optional<std::int64_t> version) const {
  if (is_by_machine(event))
    return refused("machine_step", "A campaign ends by itself, when every site was handed out.", "event");
  return database_.write([&](store::Transaction& tx) -> Result<Campaign> {
    auto campaign = campaign_rows::find(tx, id);
    if (!campaign) return unknown_campaign();
    // Counting and handing out change the version as well; what a person saw is the state.
    if (version && *version > campaign->version)
      return Error{Failure::stale, "stale", "The campaign was changed since you loaded it. Load it again.", ""};
    MUSTER_CHECK_OK(move(tx, recorder_, *campaign, event, person));
    return *campaign;
  });
}

Result<Campaign> Campaigns::find(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Campaign> {
    auto campaign = campaign_rows::find(tx, id);
    if (!campaign) return unknown_campaign();
    return std::move(*campaign);
  });
}

Result<CampaignPage> Campaigns::list(const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<CampaignPage> {
    CampaignPage out;
    out.items = campaign_rows::list(tx, after, limit);
    if (static_cast<int>(out.items.size()) == limit) out.next = out.items.back().id;
    return out;
  });
}

Result<std::vector<CampaignPoint>> Campaigns::points(const std::string& id, int most) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<CampaignPoint>> {
    return campaign_rows::points(tx, id, most);
  });
}

Result<std::int64_t> Campaigns::hand_out(std::int64_t most, const Put& put) const {
  std::int64_t out = 0;
  std::optional<std::int64_t> allowed;  // of this call: handing out sets the clock of the next
  while (out < most) {
    struct Next {
      std::optional<Campaign> campaign;
      std::vector<std::string> hosts;
    };
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(const Next next, database_.read([&](store::Transaction& tx) -> Result<Next> {
      Next found{campaign_rows::open(tx), {}};
      if (!found.campaign || found.campaign->state != "running") return Next{};
      if (!allowed) allowed = campaign_allowance(*found.campaign, now);
      const std::int64_t limit = std::min({kHandedAtOnce, most - out, *allowed - out});
      if (limit > 0)
        found.hosts = campaign_rows::untested(tx, found.campaign->cursor, found.campaign->started_at, limit);
      return found;
    }));
    if (!next.campaign || next.hosts.empty()) break;
    MUSTER_CHECK_OK(put(next.campaign->started_at, next.hosts));
    MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
      auto campaign = campaign_rows::find(tx, next.campaign->id);
      if (!campaign) return {};
      campaign->cursor = next.hosts.back();
      campaign->handed += static_cast<std::int64_t>(next.hosts.size());
      campaign->handed_at = now;
      if (!campaign_rows::update(tx, *campaign)) return unavailable("campaign_busy", "The campaign was changed.");
      campaign_rows::handed(tx, campaign->id, now, static_cast<std::int64_t>(next.hosts.size()));
      return {};
    }));
    out += static_cast<std::int64_t>(next.hosts.size());
  }
  return out;
}

Result<void> Campaigns::measure() const {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    auto campaign = campaign_rows::open(tx);
    if (!campaign) return {};
    const Instant now = recorder_.clock().now();
    campaign->tested = std::min(campaign_rows::tested_since(tx, campaign->started_at), campaign->sites);
    campaign->measured_at = now;
    campaign_rows::point(tx, campaign->id, {now, campaign->handed, campaign->tested});
    const bool through = campaign->state == "running" && campaign->handed > 0 &&
                         campaign_rows::untested(tx, campaign->cursor, campaign->started_at, 1).empty();
    if (through && campaign->handed_at + std::chrono::hours(1) < now)  // those under way have come back
      return move(tx, recorder_, *campaign, CampaignEvent::finish, kCampaignSystem);
    if (!campaign_rows::update(tx, *campaign)) return unavailable("campaign_busy", "The campaign was changed.");
    return {};
  });
}

std::int64_t Campaigns::handed_since(store::Transaction& tx, Instant from) {
  return campaign_rows::handed_since(tx, from);
}

}  // namespace muster::schedule
