// Campaigns of tests as JSON. Not a public header.
#pragma once

#include "testing_json.h"
#include <schedule/campaign.h>

namespace muster::api {

json::object campaign_json(const schedule::Campaign& campaign);
// With forecast, points and next events.
Result<json::object> campaign_page_json(const Services& services, const schedule::Campaign& campaign,
                                        const http::Principal& who);

}  // namespace muster::api
