#include "campaign_store.h"
#include <base/text.h>
#include <lines/rules.h>
#include <notices/sms_outbox.h>

#include <campaigns/service.h>
#include <fmt/format.h>

namespace muster::campaigns {
namespace {

constexpr int kPageMax = 500;

Error unknown_campaign() {
  return not_found("campaign_unknown", "There is no such campaign.");
}

Result<void> may_apply(const Campaign& campaign, const std::string& actor, Event event, const std::string& reason,
                       Instant now) {
  if (!find_transition(campaign.state, event))
    return conflict("campaign_state",
                    fmt::format("This step is not open to a campaign that is {}.", to_text(campaign.state)));
  if ((event == Event::pause || event == Event::end) && !lines::is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  if (event != Event::approve) return {};
  if (campaign.created_by == actor)
    return refused("campaign_same_person", "Who drafted a campaign does not approve it.");
  for (const Wave& wave : campaign.waves)
    if (wave.invite_at < now)
      return conflict("campaign_invite_past",
                      "The day of an invitation has passed since the campaign was drafted; draft it anew.");
  return {};
}

template <class T>
Result<T> found_or(std::optional<T> found) {
  return found ? Result<T>(std::move(*found)) : Result<T>(unknown_campaign());
}

}  // namespace

Result<Campaign> Service::create(const std::string& actor, const NewCampaign& given) const {
  const Instant now = recorder_.clock().now();
  Drafted drafted = check_campaign(given, policy_, now);
  if (!drafted.faults.empty()) {
    Error error = drafted.faults.front();
    error.all = std::move(drafted.faults);
    return error;
  }
  Campaign& c = drafted.campaign;
  c.id = recorder_.new_id();
  c.created_by = actor;
  c.created_at = c.state_since = now;
  return database_.write([&](store::Transaction& tx) -> Result<Campaign> {
    insert(tx, c);
    recorder_.record(tx, kCreated, actor, kCampaignRecord, c.id,
                     fmt::format(R"({{"waves":{},"cohort":{}}})", c.waves.size(), to_json(c.cohort)));
    return c;
  });
}

Result<Campaign> Service::campaign(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) { return found_or(find_campaign(tx, id)); });
}

Result<std::vector<Campaign>> Service::list(const std::string& before, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Campaign>> {
    return list_campaigns(tx, before, std::clamp(limit, 1, kPageMax + 1));
  });
}

Result<Campaign> Service::apply(const std::string& actor, const std::string& id, std::int64_t version, Event event,
                                const std::string& reason) const {
  return database_.write([&](store::Transaction& tx) -> Result<Campaign> {
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(Campaign c, found_or(find_campaign(tx, id)));
    const Error stale{Failure::stale, "stale_version", "The campaign changed meanwhile; look again.", {}};
    if (c.version != version) return stale;
    MUSTER_CHECK_OK(may_apply(c, actor, event, reason, now));
    const State from = c.state;
    c.state = find_transition(from, event)->to;
    c.state_since = now;
    if (event == Event::approve) {
      c.approved_by = actor;
      c.approved_at = now;
    }
    ++c.version;
    if (!change(tx, c)) return stale;
    recorder_.record(tx, kStepped, actor, kCampaignRecord, id,
                     fmt::format(R"({{"event":"{}","from":"{}","to":"{}","reason":{}}})", to_text(event), to_text(from),
                                 to_text(c.state), json_quote(reason)));
    return c;
  });
}

Result<Wave> Service::move_deadline(const std::string& actor, const std::string& id, std::int64_t ordinal,
                                    Instant deadline, const std::string& reason) const {
  return database_.write([&](store::Transaction& tx) -> Result<Wave> {
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(const Campaign c, found_or(find_campaign(tx, id)));
    if (c.state == State::draft || c.state == State::ended)
      return conflict("campaign_state", "Deadlines move in a campaign that is approved and has not ended.");
    if (ordinal < 1 || ordinal > static_cast<std::int64_t>(c.waves.size()))
      return not_found("wave_unknown", "The campaign has no such wave.");
    const Wave& before = c.waves[static_cast<std::size_t>(ordinal - 1)];
    MUSTER_TRY(const Wave after, moved(before, deadline, reason, policy_, now));
    insert(tx, id, Move{ordinal, after.moves, before.one_way_at, after.one_way_at, reason, actor, now});
    change_wave(tx, id, after);
    recorder_.record(tx, kMoved, actor, kCampaignRecord, id,
                     fmt::format(R"({{"wave":{},"from":"{}","to":"{}"}})", ordinal, to_rfc3339(before.one_way_at),
                                 to_rfc3339(after.one_way_at)));
    return after;
  });
}

Result<std::vector<Move>> Service::moves(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Move>> {
    if (!find_campaign(tx, id)) return unknown_campaign();
    return moves_of(tx, id);
  });
}

Result<Progress> Service::progress(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Progress> {
    MUSTER_TRY(const Campaign c, found_or(find_campaign(tx, id)));
    Progress out;
    auto by_wave = counts_by_wave(tx, id);
    for (const Wave& wave : c.waves) {
      out.waves.push_back({wave.name, by_wave[wave.ordinal]});
      for (std::size_t s = 0; s < out.all.size(); ++s) out.all[s] += out.waves.back().counts[s];
    }
    out.regions = counts_by_region(tx, id);
    const auto messages = notices::sms_counts(tx, kCampaignRecord, id);
    out.messages_waiting = messages.queued;
    out.messages_sent = messages.sent;
    out.messages_delivered = messages.delivered;
    out.messages_failed = messages.failed;
    return out;
  });
}

Result<std::vector<Row>> Service::dealers(const std::string& id, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Row>> {
    if (!find_campaign(tx, id)) return unknown_campaign();
    return counts_by_dealer(tx, id, after, std::clamp(limit, 1, kPageMax + 1));
  });
}

Result<std::vector<Forecast>> Service::forecast(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Forecast>> {
    MUSTER_TRY(const Campaign c, found_or(find_campaign(tx, id)));
    const Instant now = recorder_.clock().now();
    const auto window = static_cast<int>(policy_.number("campaign.forecast_window_days"));
    auto counts = counts_by_wave(tx, id);
    auto days = days_since(tx, id, to_day(now - std::chrono::hours(24) * (window + 1)));
    std::vector<Forecast> out;
    for (const Wave& wave : c.waves)
      if (wave.one_way_at > now)
        out.push_back(forecast_of(wave, counts[wave.ordinal], days[wave.ordinal], window, wave.invite_at, now));
    return out;
  });
}

}  // namespace muster::campaigns
