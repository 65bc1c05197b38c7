// Blocks of another system, as work. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <restrictions/legacy_service.h>

namespace muster::jobs {
class JobContext;
}

namespace muster::api {

inline constexpr const char* kLegacyImportJob = "legacy_import";
inline constexpr std::size_t kLegacyImportBodyMax = 256u << 20;

json::object legacy_json(const restrictions::LegacyBlock& block);

http::Response legacy_list(const Services& services, const http::Request& request);
http::Response legacy_summary(const Services& services, const http::Request& request);
http::Response legacy_show(const Services& services, const http::Request& request);
http::Response legacy_import(const Services& services, const http::Request& request);
http::Response legacy_event(const Services& services, const http::Request& request);
http::Response legacy_removals(const Services& services, const http::Request& request);
Result<std::string> run_legacy_import(const Services& services, jobs::JobContext& context);

}  // namespace muster::api
