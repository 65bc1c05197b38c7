// How a room's routes are added. Not a public header.
#pragma once

#include "json.h"
#include <http/router.h>
#include <numbers_api/services.h>

namespace muster::numbers_api {

using Handle = http::Response (*)(const Services&, const http::Request&);

inline constexpr std::size_t kBodyMax = 16u << 10;  // bytes: records here are small

inline void add_route(http::Router& router, const Services& services, const char* method, const char* pattern,
                      http::Access access, Handle handle, std::size_t body_max = kBodyMax) {
  router.add({.method = method,
              .pattern = pattern,
              .access = std::move(access),
              .handler = [services, handle](const http::Request& request) { return handle(services, request); },
              .body_max_bytes = body_max});
}

// Of what an event's body says: the step of `find`'s table, or a fault of the field "event".
template <class Event>
std::optional<Event> step_of(Body& body, std::optional<Event> (*find)(std::string_view)) {
  const std::string name = body.text("event", 40);
  const auto found = find(name);
  if (!name.empty() && !found) body.fault("event", "event_unknown", "There is no step of this name.");
  return found;
}

}  // namespace muster::numbers_api
