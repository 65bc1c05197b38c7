// Campaigns as docs/openapi-numbers.yaml has them. Not a public header.
#pragma once

#include "handlers.h"

#include <campaigns/service.h>

namespace muster::numbers_api {

json::object campaign_json(const campaigns::Campaign& campaign);
json::object wave_json(const campaigns::Wave& wave);
json::object counts_json(const campaigns::Row& row);
json::object exemption_json(const campaigns::Exemption& exemption);
// The whole record with its ETag: what is open next to the one who asks, moves of deadlines, time line.
http::Response campaign_answer(const Services& services, const http::Request& request,
                               const campaigns::Campaign& campaign, int status = 200);

http::Response campaign_list(const Services& services, const http::Request& request);
http::Response campaign_create(const Services& services, const http::Request& request);
http::Response campaign_show(const Services& services, const http::Request& request);
http::Response campaign_event(const Services& services, const http::Request& request);
http::Response campaign_deadline(const Services& services, const http::Request& request);
http::Response campaign_progress(const Services& services, const http::Request& request);
http::Response campaign_dealers(const Services& services, const http::Request& request);
http::Response exemption_list(const Services& services, const http::Request& request);
http::Response exemption_create(const Services& services, const http::Request& request);
http::Response exemption_event(const Services& services, const http::Request& request);

}  // namespace muster::numbers_api
