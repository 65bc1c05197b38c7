// Aggregates between operators and a regulator. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>
#include <programme/aggregates.h>

namespace muster::api {

http::Response aggregates_take(const Services& services, const http::Request& request);  // signed; from whoever has it
http::Response aggregates_feed(const Services& services, const http::Request& request);  // of what was published
http::Response aggregate_source_list(const Services& services, const http::Request& request);
http::Response aggregate_source_add(const Services& services, const http::Request& request);
http::Response aggregate_source_event(const Services& services, const http::Request& request);
http::Response aggregate_figures(const Services& services, const http::Request& request);

}  // namespace muster::api
