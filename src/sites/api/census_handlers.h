// The census's handlers. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <census/service.h>
#include <filings/service.h>

namespace muster::api {

json::object census_run_json(store::Transaction& tx, const census::Run& run);
json::object finding_json(store::Transaction& tx, const filings::Service& filings, const census::Finding& f);

http::Response census_runs(const Services& services, const http::Request& request);
http::Response census_run(const Services& services, const http::Request& request);
http::Response census_start(const Services& services, const http::Request& request);
http::Response census_findings(const Services& services, const http::Request& request);
http::Response census_findings_csv(const Services& services, const http::Request& request);
http::Response census_findings_notices(const Services& services, const http::Request& request);
http::Response census_notices(const Services& services, const http::Request& request);
http::Response census_notices_send(const Services& services, const http::Request& request);
http::Response census_notice_sites(const Services& services, const http::Request& request);
http::Response census_delta(const Services& services, const http::Request& request);
http::Response census_delta_csv(const Services& services, const http::Request& request);
http::Response census_countries(const Services& services, const http::Request& request);

// The filters that a list and its CSV share. Errors: standing_unknown.
Result<census::FindingQuery> finding_query(const http::Request& request);

}  // namespace muster::api
