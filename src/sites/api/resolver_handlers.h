// Resolvers that are asked whether they follow. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>

#include <convergence/service.h>

namespace muster::api {

http::Response resolver_list(const Services& services, const http::Request& request);
http::Response resolver_probes(const Services& services, const http::Request& request);
http::Response resolver_add(const Services& services, const http::Request& request);
http::Response resolver_event(const Services& services, const http::Request& request);

}  // namespace muster::api
