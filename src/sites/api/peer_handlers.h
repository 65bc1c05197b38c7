// Other operators, for people of this house. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>

#include <sharing/peers.h>
#include <sharing/publisher.h>

namespace muster::api {

http::Response peer_list(const Services& services, const http::Request& request);
http::Response peer_add(const Services& services, const http::Request& request);
http::Response peer_event(const Services& services, const http::Request& request);
http::Response peer_received(const Services& services, const http::Request& request);

}  // namespace muster::api
