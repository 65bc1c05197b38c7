// Parties, people and keys as docs/openapi.yaml has them. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <parties/parties.h>
#include <store/database.h>

#include <string>

namespace muster::api {

json::object party_json(const parties::Party& party);
json::object key_json(store::Transaction& tx, const parties::SigningKey& key, const std::string& label);
json::object key_json(const parties::KeyRegistration& registration);
// Registrations that wait or were refused, then enrolled keys, then revoked ones.
Result<json::array> keys_json(const Services& services, const std::string& person_id);
// With `whole`, the time line too.
Result<json::object> person_page_json(const Services& services, const parties::Person& person, bool whole);

http::Response party_list(const Services& services, const http::Request& request);
http::Response party_create(const Services& services, const http::Request& request);
http::Response person_list(const Services& services, const http::Request& request);
http::Response person_create(const Services& services, const http::Request& request);
http::Response person_show(const Services& services, const http::Request& request);
http::Response person_roles(const Services& services, const http::Request& request);
http::Response person_keys(const Services& services, const http::Request& request);
http::Response person_key_event(const Services& services, const http::Request& request);
http::Response own_keys(const Services& services, const http::Request& request);
http::Response own_key_challenge(const Services& services, const http::Request& request);
http::Response own_key_register(const Services& services, const http::Request& request);

}  // namespace muster::api
