// One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>

#include <bundles/bundles.h>

namespace muster::jobs {
class JobContext;
}

namespace muster::api {

inline constexpr const char* kScoreBatchJob = "score_batch";

http::Response bundle_list(const Services& services, const http::Request& request);
http::Response bundle_load(const Services& services, const http::Request& request);
http::Response bundle_show(const Services& services, const http::Request& request);
http::Response bundle_event(const Services& services, const http::Request& request);
http::Response bundle_rerun(const Services& services, const http::Request& request);
http::Response bundle_rerun_event(const Services& services, const http::Request& request);
http::Response bundle_rerun_changes(const Services& services, const http::Request& request);
http::Response score_batch(const Services& services, const http::Request& request);
Result<std::string> run_score_batch(const Services& services, jobs::JobContext& job);
http::Response hash_aside_list(const Services& services, const http::Request& request);
http::Response hash_aside_event(const Services& services, const http::Request& request);
http::Response bundle_publisher_list(const Services& services, const http::Request& request);
http::Response bundle_publisher_propose(const Services& services, const http::Request& request);
http::Response bundle_publisher_event(const Services& services, const http::Request& request);

// bundle_json.cc
json::object bundle_row_json(store::Transaction& tx, const bundles::BundleRow& bundle);
json::object rerun_json(const bundles::Rerun& rerun);
json::object publisher_json(store::Transaction& tx, const bundles::Publisher& publisher);
// As its page shows it: with what the check found, counts, runs over the history, open steps, time line and an ETag.
http::Response bundle_answer(const Services& services, const std::string& sha256, const http::Principal& who,
                             int status = 200);

}  // namespace muster::api
