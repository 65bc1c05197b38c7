// One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "testing_json.h"

namespace muster::api {

// While somebody judges a suspicion blind its own page is closed to them. Errors: review_blind.
Result<void> check_not_blind(const Services& services, const std::string& suspicion_id, const http::Principal& who);

http::Response testing_list(const Services& services, const http::Request& request);
http::Response testing_request(const Services& services, const http::Request& request);
http::Response testing_show(const Services& services, const http::Request& request);
http::Response testing_evidence(const Services& services, const http::Request& request);
http::Response testing_event(const Services& services, const http::Request& request);
http::Response testing_picture(const Services& services, const http::Request& request);
http::Response testing_custody(const Services& services, const http::Request& request);
http::Response testing_bundle(const Services& services, const http::Request& request);
http::Response schedule_list(const Services& services, const http::Request& request);
http::Response schedule_site(const Services& services, const http::Request& request);
http::Response likeness_site(const Services& services, const http::Request& request);
http::Response likeness_cluster(const Services& services, const http::Request& request);
http::Response test_campaign_list(const Services& services, const http::Request& request);
http::Response test_campaign_show(const Services& services, const http::Request& request);
http::Response test_campaign_start(const Services& services, const http::Request& request);
http::Response test_campaign_event(const Services& services, const http::Request& request);
http::Response work_list(const Services& services, const http::Request& request);
http::Response work_event(const Services& services, const http::Request& request);
http::Response testing_suspicions(const Services& services, const http::Request& request);
http::Response testing_suspicion(const Services& services, const http::Request& request);
http::Response testing_suspicion_event(const Services& services, const http::Request& request);

}  // namespace muster::api
