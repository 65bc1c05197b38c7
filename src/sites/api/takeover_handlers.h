// The register of another system: mappings, the job that takes it over, and what is to be verified again. Not a public
// header.
#pragma once

#include "json.h"
#include <api/services.h>

namespace muster::http {
class Router;
}
namespace muster::jobs {
class JobContext;
}

namespace muster::api {

inline constexpr const char* kTakeoverJob = "takeover";
inline constexpr std::size_t kTakeoverBodyMax = 64u << 20;  // what a document may have
inline constexpr std::size_t kTakeoverLabelMax = 200;       // bytes

void add_takeover_routes(http::Router& router, const Services& services);  // part of the filings' routes

http::Response takeover_mapping_list(const Services& services, const http::Request& request);
http::Response takeover_mapping_show(const Services& services, const http::Request& request);
http::Response takeover_mapping_save(const Services& services, const http::Request& request);
http::Response takeover_start(const Services& services, const http::Request& request);
http::Response takeover_origins(const Services& services, const http::Request& request);
http::Response takeover_filings(const Services& services, const http::Request& request);
http::Response takeover_filing_event(const Services& services, const http::Request& request);
Result<std::string> run_takeover(const Services& services, jobs::JobContext& context);

}  // namespace muster::api
