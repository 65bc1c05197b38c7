// The programme. One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>
#include <programme/service.h>

namespace muster::api {

http::Response programme_list(const Services& services, const http::Request& request);
http::Response programme_create(const Services& services, const http::Request& request);
http::Response programme_show(const Services& services, const http::Request& request);
http::Response programme_change(const Services& services, const http::Request& request);
http::Response programme_party(const Services& services, const http::Request& request);
http::Response programme_items(const Services& services, const http::Request& request);
http::Response programme_table(const Services& services, const http::Request& request);
http::Response programme_import(const Services& services, const http::Request& request);
http::Response programme_mine(const Services& services, const http::Request& request);
http::Response programme_item_add(const Services& services, const http::Request& request);
http::Response programme_item_show(const Services& services, const http::Request& request);
http::Response programme_item_change(const Services& services, const http::Request& request);
http::Response programme_item_event(const Services& services, const http::Request& request);
http::Response programme_item_step(const Services& services, const http::Request& request);
http::Response programme_item_evidence(const Services& services, const http::Request& request);
http::Response programme_item_report(const Services& services, const http::Request& request);
http::Response programme_people(const Services& services, const http::Request& request);
http::Response calendar_give(const Services& services, const http::Request& request);
http::Response calendar_list(const Services& services, const http::Request& request);
http::Response calendar_revoke(const Services& services, const http::Request& request);
http::Response calendar_feed(const Services& services, const http::Request& request);  // by its token

// programme_json.cc
json::value person_of(const Services& services, const std::string& id);  // null: nobody
programme::Actor actor_of(const http::Request& request);
json::object both_json(const programme::Both& both);
json::object programme_json(const Services& services, const programme::Whole& whole);
json::object listed_json(const Services& services, const programme::Listed& listed);
json::object item_json(const Services& services, const programme::WholeItem& whole, const programme::Actor& actor);
http::Response item_answer(const Services& services, const http::Request& request,
                           const Result<programme::WholeItem>& whole, int status = 200);
programme::Both maybe_both(Body& body, const char* field, std::size_t max);

}  // namespace muster::api
