// Lines that a campaign leaves in peace for a while.
#include "stepper.h"
#include <base/text.h>

#include <campaigns/service.h>
#include <fmt/format.h>

namespace muster::campaigns {
namespace {

constexpr const char* kExemptionClock = "system:clock";
constexpr Duration kExemptMax = std::chrono::hours(24 * 731);

struct Place {
  Campaign campaign;
  Wave wave;
  Enrolled line;
};
Result<Place> place_of(store::Transaction& tx, const std::string& campaign_id, const std::string& line_id) {
  auto campaign = find_campaign(tx, campaign_id);
  if (!campaign) return not_found("campaign_unknown", "There is no such campaign.");
  auto line = open_enrolment(tx, line_id);
  if (!line || line->campaign_id != campaign_id)
    return not_found("line_not_enrolled", "The line is not in this campaign, or it is registered or gone.");
  Wave wave = campaign->waves.at(static_cast<std::size_t>(line->wave - 1));
  return Place{std::move(*campaign), std::move(wave), std::move(*line)};
}

Result<void> end_one(store::Transaction& tx, const StepContext& context, Exemption& e) {
  e.ended_by = context.actor;
  e.ended_at = context.recorder.clock().now();
  end_exemption(tx, e.id, e.ended_by, *e.ended_at);
  context.recorder.record(tx, kExemptionEnded, context.actor, kCampaignRecord, e.campaign_id,
                          fmt::format(R"({{"line":"{}","exemption":"{}"}})", e.line_id, e.id));
  MUSTER_TRY(const Place place, place_of(tx, e.campaign_id, e.line_id));
  MUSTER_CHECK_OK(take_step(tx, context, place.campaign, place.wave, {place.line}, LineEvent::resume));
  return {};
}

}  // namespace

Result<Exemption> Service::exempt(const std::string& actor, const std::string& id, const std::string& line_id,
                                  const std::string& reason, Instant until) const {
  if (!lines::is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  return database_.write([&](store::Transaction& tx) -> Result<Exemption> {
    const Instant now = recorder_.clock().now();
    if (until <= now || until > now + kExemptMax)
      return invalid("exemption_until", "An exemption ends in the future, within two years.", "until");
    MUSTER_TRY(const Place place, place_of(tx, id, line_id));
    if (!find_line_transition(place.line.state, LineEvent::exempt))
      return conflict("campaign_line_state", "The line is exempt already.");
    Exemption e{recorder_.new_id(), id, line_id, reason, until, actor, now, {}, {}};
    insert(tx, e);
    MUSTER_CHECK_OK(
        take_step(tx, {recorder_, policy_, actor}, place.campaign, place.wave, {place.line}, LineEvent::exempt));
    recorder_.record(tx, kExempted, actor, kCampaignRecord, id,
                     fmt::format(R"({{"line":"{}","exemption":"{}","reason":{},"until":"{}"}})", line_id, e.id,
                                 json_quote(reason), to_rfc3339(until)));
    return e;
  });
}

Result<Exemption> Service::lift_exemption(const std::string& actor, const std::string& exemption_id) const {
  return database_.write([&](store::Transaction& tx) -> Result<Exemption> {
    auto e = find_exemption(tx, exemption_id);
    if (!e) return not_found("exemption_unknown", "There is no such exemption.");
    if (e->ended_at) return conflict("exemption_ended", "This exemption has ended already.");
    MUSTER_CHECK_OK(end_one(tx, {recorder_, policy_, actor}, *e));
    return *e;
  });
}

Result<std::vector<Exemption>> Service::exemptions(const std::string& id, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Exemption>> {
    if (!find_campaign(tx, id)) return not_found("campaign_unknown", "There is no such campaign.");
    return exemptions_of(tx, id, after, std::clamp(limit, 1, 501));
  });
}

Result<int> Service::end_exemptions(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    int count = 0;
    for (Exemption& e : exemptions_over(tx, recorder_.clock().now(), limit)) {
      MUSTER_CHECK_OK(end_one(tx, {recorder_, policy_, kExemptionClock}, e));
      ++count;
    }
    return count;
  });
}

}  // namespace muster::campaigns
