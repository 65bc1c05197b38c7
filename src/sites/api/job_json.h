// Jobs as docs/openapi.yaml has them. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <jobs/jobs.h>

namespace muster::api {

json::object job_json(const jobs::Job& job);
// 202 with the id of the work that was begun, and where it is looked at.
http::Response job_started(const std::string& job_id);

http::Response job_list(const Services& services, const http::Request& request);
http::Response job_show(const Services& services, const http::Request& request);
http::Response job_live(const Services& services, const http::Request& request);
http::Response job_cancel(const Services& services, const http::Request& request);

}  // namespace muster::api
