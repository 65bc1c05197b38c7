// Evidence beside single tests: legal holds, how long what is kept, and when it ends. One handler an action, each in
// the file of its name. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>

#include <evidence/court_bundles.h>
#include <evidence/hold.h>
#include <evidence/retention.h>

namespace muster::http {
class Router;
}

namespace muster::api {

evidence::Holds holds_of(const Services& services);
evidence::Retention retention_of(const Services& services);  // for reading: it knows of no folder
json::object hold_json(store::Transaction& tx, const evidence::Hold& hold, const http::Principal& who, Instant now);
http::Response hold_answer(const Services& services, const evidence::Hold& hold, const http::Principal& who,
                           int status = 200);
json::object fate_json(const evidence::TestFate& fate);
bool may_set_hold(const http::Principal& who);
bool may_lift_hold(const http::Principal& who);

evidence::CourtBundles court_bundles_of(const Services& services);
json::object court_bundle_json(store::Transaction& tx, const evidence::KeptBundle& bundle);

// A file that the browser saves and nobody keeps on the way.
http::Response attachment(std::string bytes, const char* type, const std::string& name);

http::Response hold_list(const Services& services, const http::Request& request);
http::Response hold_set(const Services& services, const http::Request& request);
http::Response hold_show(const Services& services, const http::Request& request);
http::Response hold_event(const Services& services, const http::Request& request);
http::Response testing_retention(const Services& services, const http::Request& request);
http::Response case_retention(const Services& services, const http::Request& request);
http::Response court_bundle_ask(const Services& services, const http::Request& request);
http::Response court_bundle_list(const Services& services, const http::Request& request);
http::Response court_bundle_file(const Services& services, const http::Request& request);

void add_evidence_routes(http::Router& router, const Services& services);

}  // namespace muster::api
