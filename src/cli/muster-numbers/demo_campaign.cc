#include "demo_campaign.h"

namespace muster::cli {

Result<campaigns::Campaign> draft_demo_campaign(Instance& instance, const std::string& operator_id) {
  constexpr Duration kDay = std::chrono::hours(24);
  MUSTER_TRY(const Instant today, parse_day(to_day(instance.clock.now())));
  // Who holds many first; each wave has some weeks more than the least terms of the policy.
  const auto wave = [&](const char* name, std::int64_t held_min, int first_day) {
    return campaigns::NewWave{.name = name,
                              .held_min = held_min,
                              .invite_at = today + first_day * kDay,
                              .deadline = today + (first_day + 60) * kDay};
  };
  campaigns::NewCampaign campaign;
  campaign.name = "Second stage";
  campaign.sender = "Northern Mobile";
  campaign.place = "any shop of ours";
  campaign.waves = {wave("Three numbers and more", 3, 3), wave("Two numbers", 2, 24), wave("One number", 1, 45)};
  return instance.campaigns.create(operator_id, campaign);
}

}  // namespace muster::cli
