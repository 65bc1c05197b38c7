// Requests of authorities and disputes as docs/openapi-numbers.yaml has them. Who is personal in them (the officer, the
// number or document that is asked about, the words of both sides) is read by a POST that says what for. Not a public
// header.
#pragma once

#include "handlers.h"

#include <lookups/disputes.h>
#include <lookups/requests.h>

namespace muster::numbers_api {

http::Response scope_list(const Services& services, const http::Request& request);
http::Response scope_create(const Services& services, const http::Request& request);
http::Response scope_end(const Services& services, const http::Request& request);

http::Response request_list(const Services& services, const http::Request& request);
http::Response request_enter(const Services& services, const http::Request& request);
http::Response request_show(const Services& services, const http::Request& request);
http::Response request_event(const Services& services, const http::Request& request);
http::Response request_answer(const Services& services, const http::Request& request);
http::Response request_compare(const Services& services, const http::Request& request);
http::Response request_letter(const Services& services, const http::Request& request);
// The record with its people, its time line and its ETag.
http::Response request_answered(const Services& services, const http::Request& request,
                                const lookups::AuthorityRequest& record, int status = 200);
json::object request_json(store::Transaction& tx, const lookups::AuthorityRequest& record);

http::Response dispute_list(const Services& services, const http::Request& request);
http::Response dispute_show(const Services& services, const http::Request& request);
http::Response dispute_event(const Services& services, const http::Request& request);
http::Response dispute_words(const Services& services, const http::Request& request);
http::Response dispute_answered(const Services& services, const http::Request& request,
                                const lookups::Dispute& dispute);
json::object dispute_json(store::Transaction& tx, const lookups::Dispute& dispute);

// The event with every reason why it is closed to who asks; `closed`: nothing where it is open.
json::object lookup_event_json(const char* event, const char* to, const Result<void>& closed, bool needs_reasons);

}  // namespace muster::numbers_api
