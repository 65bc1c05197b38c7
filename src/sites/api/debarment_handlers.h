// Debarments. One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>
#include <restrictions/debarment_service.h>

namespace muster::api {

http::Response debarment_list(const Services& services, const http::Request& request);
http::Response debarment_propose(const Services& services, const http::Request& request);
http::Response debarment_show(const Services& services, const http::Request& request);
http::Response debarment_event_step(const Services& services, const http::Request& request);
http::Response debarment_words(const Services& services, const http::Request& request);

// debarment_json.cc
json::object debarment_line_json(const restrictions::Debarment& d);
// With people, next events and time line, and its ETag.
http::Response debarment_answer(const Services& services, const restrictions::Debarment& d, const http::Principal& who,
                                int status = 200);

http::Response public_debarments(const restrictions::DebarmentService& debarments, const http::Request& request);

}  // namespace muster::api
