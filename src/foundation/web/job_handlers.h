// One file an action. Not a public header.
#pragma once

#include <web/jobs.h>

namespace muster::web {

http::Response job_list(const JobParts& parts, const http::Request& request);
http::Response job_show(const JobParts& parts, const http::Request& request);
http::Response job_live(const JobParts& parts, const http::Request& request);
http::Response job_cancel(const JobParts& parts, const http::Request& request);

}  // namespace muster::web
