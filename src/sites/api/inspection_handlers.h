// Inspections, findings and reports of the programme. One handler an action. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>
#include <programme/report.h>

namespace muster::api {

http::Response inspection_open(const Services& services, const http::Request& request);
http::Response inspection_list(const Services& services, const http::Request& request);
http::Response inspection_show(const Services& services, const http::Request& request);
http::Response inspection_answer(const Services& services, const http::Request& request);
http::Response inspection_event(const Services& services, const http::Request& request);
http::Response finding_write(const Services& services, const http::Request& request);
http::Response finding_list(const Services& services, const http::Request& request);
http::Response finding_show(const Services& services, const http::Request& request);
http::Response finding_event(const Services& services, const http::Request& request);
http::Response report_make(const Services& services, const http::Request& request);
http::Response report_made_list(const Services& services, const http::Request& request);
http::Response report_made_show(const Services& services, const http::Request& request);
http::Response report_made_file(const Services& services, const http::Request& request);
http::Response report_made_proof(const Services& services, const http::Request& request);

// Made for one call; they hold references alone.
programme::Inspections inspections_of(const Services& services);
programme::Reports reports_of(const Services& services, const programme::Inspections& inspections);

}  // namespace muster::api
