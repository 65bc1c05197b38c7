// SQL of campaigns.
#pragma once

#include <schedule/campaign.h>

namespace muster::schedule::campaign_rows {

void insert(store::Transaction& tx, const Campaign& campaign);
bool update(store::Transaction& tx, const Campaign& campaign);  // false: changed meanwhile
std::optional<Campaign> find(store::Transaction& tx, const std::string& id);
std::optional<Campaign> open(store::Transaction& tx);  // running or paused
std::vector<Campaign> list(store::Transaction& tx, const std::string& after, int limit);
void point(store::Transaction& tx, const std::string& id, const CampaignPoint& point);
std::vector<CampaignPoint> points(store::Transaction& tx, const std::string& id, int most);
std::int64_t handed_since(store::Transaction& tx, Instant from);
void handed(store::Transaction& tx, const std::string& id, Instant at, std::int64_t count);
// Sites behind `after` that were not tested since `from`, by name.
std::vector<std::string> untested(store::Transaction& tx, const std::string& after, Instant from, std::int64_t limit);
std::int64_t sites(store::Transaction& tx);
std::int64_t tested_since(store::Transaction& tx, Instant from);

}  // namespace muster::schedule::campaign_rows
