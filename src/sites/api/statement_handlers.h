// Statements of reasons. One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>

#include <statements/service.h>

namespace muster::api {

http::Response statement_list(const Services& services, const http::Request& request);
http::Response statement_show(const Services& services, const http::Request& request);
http::Response statement_pdf(const Services& services, const http::Request& request);
http::Response statement_link(const Services& services, const http::Request& request);
http::Response statement_event(const Services& services, const http::Request& request);

// statement_json.cc
json::object statement_line_json(const statements::Statement& s);
// With content, deliveries, next events and time line, and its ETag.
http::Response statement_answer(const Services& services, const statements::Statement& s);

// Behind the secret link; nobody who has it is asked who they are.
http::Response public_statement(const statements::Service& statements, const http::Request& request);
http::Response public_statement_pdf(const statements::Service& statements, const http::Request& request);
http::Response public_statement_json(const statements::Service& statements, const http::Request& request);
http::Response public_statement_received(const statements::Service& statements, const http::Request& request);

}  // namespace muster::api
