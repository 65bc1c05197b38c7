// The census's handlers. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <census/service.h>

namespace muster::api {

json::object census_run_json(store::Transaction& tx, const census::Run& run);

http::Response census_runs(const Services& services, const http::Request& request);
http::Response census_run(const Services& services, const http::Request& request);
http::Response census_start(const Services& services, const http::Request& request);
http::Response census_findings(const Services& services, const http::Request& request);
http::Response census_findings_csv(const Services& services, const http::Request& request);
http::Response census_notices(const Services& services, const http::Request& request);

// The filters that a list and its CSV share. Errors: standing_unknown.
Result<census::FindingQuery> finding_query(const http::Request& request);

}  // namespace muster::api
