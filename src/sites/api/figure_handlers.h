// Figures. One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "json.h"
#include "public_html.h"
#include <api/services.h>
#include <http/message.h>
#include <metrics/service.h>

namespace muster::jobs {
class JobContext;
}

namespace muster::api {

http::Response figure_list(const Services& services, const http::Request& request);
http::Response figure_show(const Services& services, const http::Request& request);
http::Response figure_records(const Services& services, const http::Request& request);
http::Response figure_recompute(const Services& services, const http::Request& request);

inline constexpr const char* kRecomputeJob = "metrics_recompute";
Result<std::string> run_recompute(const Services& services, jobs::JobContext& context);

// figure_json.cc
json::object definition_json(const metrics::Definition& definition);
json::object sum_json(const metrics::Sum& sum);
json::object recomputed_json(const metrics::Recomputed& done);

// The public report of a month, as everybody sees it: small cells are hidden already.
http::Response public_transparency(const metrics::Service& figures, const http::Request& request);
http::Response public_transparency_month(const metrics::Service& figures, const http::Request& request);
http::Response public_transparency_csv(const metrics::Service& figures, const http::Request& request);
http::Response public_transparency_json(const metrics::Service& figures, const http::Request& request);

// transparency_files.cc
std::string transparency_csv(const std::string& month, const std::vector<metrics::PublishedMetric>& all,
                             int small_cell);
json::object transparency_json(const std::string& month, const std::vector<metrics::PublishedMetric>& all,
                               int small_cell);

}  // namespace muster::api
