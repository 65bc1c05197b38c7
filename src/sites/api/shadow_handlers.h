// Comparisons with another system, beside which this instance runs. Not a public header.
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

inline constexpr const char* kShadowJob = "shadow_compare";
inline constexpr std::size_t kShadowBodyMax = 64u << 20;  // what a document may have

void add_shadow_routes(http::Router& router, const Services& services);  // part of the census's routes

http::Response shadow_compare(const Services& services, const http::Request& request);
http::Response shadow_runs(const Services& services, const http::Request& request);
http::Response shadow_run(const Services& services, const http::Request& request);
http::Response shadow_differences(const Services& services, const http::Request& request);
http::Response shadow_differences_csv(const Services& services, const http::Request& request);
Result<std::string> run_shadow(const Services& services, jobs::JobContext& context);

}  // namespace muster::api
