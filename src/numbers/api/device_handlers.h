// What devices at points of sale ask and send. A device has no session: it signs each request (dealers/rules.h), with
// the headers x-muster-device, x-muster-time and x-muster-signature. Not a public header.
#pragma once

#include "dealer_handlers.h"

namespace muster::numbers_api {

// Errors: those of dealers::Service::authenticate.
Result<dealers::Device> device_of(const Services& services, const http::Request& request);
http::Response standing_answer(const Services& services, const dealers::Device& device);
// With Upload-Offset and Upload-Length, so that HEAD says where to go on.
http::Response packet_answer(const dealers::Packet& packet, int status = 200);

http::Response device_enrol(const Services& services, const http::Request& request);
http::Response device_me(const Services& services, const http::Request& request);
http::Response device_sync(const Services& services, const http::Request& request);
http::Response device_lines(const Services& services, const http::Request& request);
http::Response packet_announce(const Services& services, const http::Request& request);
http::Response packet_append(const Services& services, const http::Request& request);
http::Response packet_show(const Services& services, const http::Request& request);

}  // namespace muster::numbers_api
