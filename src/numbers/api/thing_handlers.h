// Devices that lines of things are bound to, as docs/openapi-numbers.yaml has them. A device's number stands in bodies
// alone, whole on a binding's own page and masked in lists. Not a public header.
#pragma once

#include "handlers.h"

#include <things/service.h>

namespace muster::numbers_api {

things::Service things_of(const Services& services);
http::Response thing_answer(const Services& services, const http::Request& request, const things::Thing& thing,
                            int status = 200);
// The fields "device_kind" and "device" of a body.
things::Device device_of(Body& body);

http::Response thing_list(const Services& services, const http::Request& request);
http::Response thing_bind(const Services& services, const http::Request& request);
http::Response thing_show(const Services& services, const http::Request& request);
http::Response thing_event(const Services& services, const http::Request& request);
http::Response thing_find(const Services& services, const http::Request& request);
http::Response thing_seen(const Services& services, const http::Request& request);
http::Response thing_missing(const Services& services, const http::Request& request);

}  // namespace muster::numbers_api
