// One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>

#include <reviews/reviews.h>

namespace muster::api {

http::Response golden_list(const Services& services, const http::Request& request);
http::Response golden_propose(const Services& services, const http::Request& request);
http::Response golden_event(const Services& services, const http::Request& request);
http::Response golden_score(const Services& services, const http::Request& request);
http::Response review_mine(const Services& services, const http::Request& request);
http::Response review_take(const Services& services, const http::Request& request);
http::Response review_show(const Services& services, const http::Request& request);
http::Response review_event(const Services& services, const http::Request& request);
http::Response review_agreement(const Services& services, const http::Request& request);
http::Response score_report_list(const Services& services, const http::Request& request);
http::Response score_report_show(const Services& services, const http::Request& request);

// review_json.cc
// Without its answer, where whoever asks may have to give one.
json::object golden_json(store::Transaction& tx, const reviews::GoldenItem& item, const http::Principal& who);
// As whoever took it sees it: neither what was said first nor whether there was a first one.
json::object review_json(const reviews::Review& review);
json::array agreement_json(const std::vector<reviews::Agreement>& all);
json::object score_report_json(const reviews::Report& report);

}  // namespace muster::api
