// Referrals between operators and a regulator, and visits of inspectors. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>
#include <programme/referral.h>

namespace muster::api {

// referral.cc
programme::Referrals referrals_of(const Services& services);
// What ours and those of others say: the text, its hash, and what became of it.
json::object said_json(const programme::ReferralText& said, const std::string& sha256, const std::string& state,
                       const std::string& code, Instant state_since);

http::Response regulator_list(const Services& services, const http::Request& request);
http::Response regulator_add(const Services& services, const http::Request& request);
http::Response regulator_event(const Services& services, const http::Request& request);
http::Response referral_list(const Services& services, const http::Request& request);
http::Response referral_write(const Services& services, const http::Request& request);
http::Response received_referral_take(const Services& services, const http::Request& request);  // signed; from anybody
http::Response received_referral_list(const Services& services, const http::Request& request);
http::Response received_referral_event(const Services& services, const http::Request& request);
http::Response referral_answer(const Services& services, const http::Request& request);  // by the referral's hash
http::Response visit_list(const Services& services, const http::Request& request);
http::Response visit_grant(const Services& services, const http::Request& request);
http::Response visit_show(const Services& services, const http::Request& request);
http::Response visit_event(const Services& services, const http::Request& request);

}  // namespace muster::api
