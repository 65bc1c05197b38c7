// Pools and lines as docs/openapi-numbers.yaml has them. Not a public header.
#pragma once

#include "handlers.h"
#include <lines/service.h>

namespace muster::numbers_api {

inline constexpr const char* kStepFollows =
    "This step follows from a reservation, a registration or a term; nobody takes it by itself.";
// Whether people take this step by itself.
bool by_people(lines::State from, lines::Event event);

// A number stands in clear while nobody holds the line; of a line that somebody holds or held, masked alone.
json::object line_json(const lines::Line& line);
json::object pool_json(const lines::Pool& pool);
json::object ownership_json(const lines::Ownership& ownership);
// The whole record with its ETag: intervals, SIMs, what is open next, time line.
http::Response line_answer(const Services& services, const lines::Line& line, int status = 200);

http::Response pool_list(const Services& services, const http::Request& request);
http::Response pool_create(const Services& services, const http::Request& request);
http::Response pool_show(const Services& services, const http::Request& request);
http::Response pool_stock(const Services& services, const http::Request& request);
http::Response pool_reserve(const Services& services, const http::Request& request);
http::Response sim_create(const Services& services, const http::Request& request);
http::Response line_list(const Services& services, const http::Request& request);
http::Response line_show(const Services& services, const http::Request& request);
http::Response line_event(const Services& services, const http::Request& request);
http::Response line_sim(const Services& services, const http::Request& request);
http::Response line_look_up(const Services& services, const http::Request& request);

}  // namespace muster::numbers_api
