// A request's body as JSON. Not a public header; the two files that read bodies see it.
#pragma once

#include <http/message.h>

#include <variant>

#include <boost/json.hpp>
#include <camara/problem.h>

namespace muster::camara {

// 400 and 415 where it is none. `absent_is_empty`: no body at all reads as {}.
std::variant<boost::json::object, Problem> json_body(const http::Request& request, bool absent_is_empty);

}  // namespace muster::camara
