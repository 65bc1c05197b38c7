// GET /search: what the console's search box asks. Not a public header.
#pragma once

#include <api/services.h>
#include <http/message.h>

namespace muster::api {

inline constexpr int kSearchHitsMax = 20;
inline constexpr int kSearchOfOneKindMax = 6;

http::Response search(const Services& services, const http::Request& request);

}  // namespace muster::api
