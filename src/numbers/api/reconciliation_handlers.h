// Comparisons with other registers as docs/openapi-numbers.yaml has them. Numbers are masked, those of other registers
// too. Not a public header.
#pragma once

#include "handlers.h"

#include <reconciliation/inbox.h>
#include <reconciliation/service.h>

namespace muster::numbers_api {

json::object run_json(store::Transaction& tx, const reconciliation::Run& run);
http::Response run_list(const Services& services, const http::Request& request);
http::Response run_show(const Services& services, const http::Request& request);
http::Response run_event(const Services& services, const http::Request& request);
http::Response difference_csv(const Services& services, const http::Request& request);
http::Response upload_begin(const Services& services, const http::Request& request);
http::Response upload_list(const Services& services, const http::Request& request);
http::Response upload_show(const Services& services, const http::Request& request);
http::Response upload_bytes(const Services& services, const http::Request& request);
http::Response upload_event(const Services& services, const http::Request& request);
http::Response difference_list(const Services& services, const http::Request& request);

}  // namespace muster::numbers_api
