// Registrations as docs/openapi-numbers.yaml has them. Not a public header.
#pragma once

#include "handlers.h"
#include <registration/service.h>

namespace muster::numbers_api {

// Ids and codes; nothing is read for it.
json::object registration_json(const registration::Registration& registration);

// Fields as the errors of registration's and persons' rules name them.
registration::Capture capture_of(Body& body);

http::Response registration_create(const Services& services, const http::Request& request);
http::Response registration_list(const Services& services, const http::Request& request);
http::Response registration_show(const Services& services, const http::Request& request);
http::Response registration_event(const Services& services, const http::Request& request);

// A dealer's people see what their dealer registered, and nothing else of a registration's existence.
bool sees(const http::Principal& who, const registration::Registration& registration);

}  // namespace muster::numbers_api
