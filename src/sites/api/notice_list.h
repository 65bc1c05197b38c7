// Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <notices/notices.h>

namespace muster::api {

json::object notice_json(const notices::Notice& notice);
http::Response notice_event(const Services& services, const http::Request& request);
http::Response notice_list(const Services& services, const http::Request& request);

}  // namespace muster::api
