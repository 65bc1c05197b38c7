// What the handlers of parties, people and keys share. Not a public header.
#pragma once

#include <store/database.h>
#include <web/parties.h>

#include <string>

namespace muster::web {

json::object key_json(const parties::KeyRegistration& registration);
// Registrations that wait or were refused, then enrolled keys, then revoked ones.
Result<json::array> keys_json(const PartyParts& parts, const std::string& person_id);
// With `whole`, the time line too.
Result<json::object> person_page_json(const PartyParts& parts, const parties::Person& person, bool whole);

http::Response party_list(const PartyParts& parts, const http::Request& request);
http::Response party_create(const PartyParts& parts, const http::Request& request);
http::Response person_list(const PartyParts& parts, const http::Request& request);
http::Response person_create(const PartyParts& parts, const http::Request& request);
http::Response person_show(const PartyParts& parts, const http::Request& request);
http::Response person_roles(const PartyParts& parts, const http::Request& request);
http::Response person_keys(const PartyParts& parts, const http::Request& request);
http::Response person_key_event(const PartyParts& parts, const http::Request& request);
http::Response own_keys(const PartyParts& parts, const http::Request& request);
http::Response own_key_challenge(const PartyParts& parts, const http::Request& request);
http::Response own_key_register(const PartyParts& parts, const http::Request& request);

}  // namespace muster::web
