#include "party_json.h"

namespace muster::web {

void add_party_routes(http::Router& router, const PartyParts& parts) {
  using http::Access;
  const auto add = [&](const char* method, const char* pattern, Access access,
                       http::Response (*handler)(const PartyParts&, const http::Request&)) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [parts, handler](const http::Request& request) { return handler(parts, request); }});
  };
  const Access staff = Access::any_of({"admin", "key_officer", "auditor"});
  add("GET", "/api/parties", Access::signed_in(), party_list);
  add("POST", "/api/parties", Access::any_of({"admin", "registrar"}), party_create);
  add("GET", "/api/people", staff, person_list);
  add("POST", "/api/people", Access::any_of({"admin"}), person_create);
  add("GET", "/api/people/{id}", staff, person_show);
  add("PUT", "/api/people/{id}/roles", Access::any_of({"admin"}), person_roles);
  add("GET", "/api/people/{id}/keys", staff, person_keys);
  add("POST", "/api/people/{id}/keys/{key_id}/events", Access::any_of({"key_officer"}), person_key_event);
  add("GET", "/api/me/keys", Access::signed_in(), own_keys);
  add("POST", "/api/me/keys", Access::signed_in(), own_key_register);
  add("POST", "/api/me/keys/challenge", Access::signed_in(), own_key_challenge);
}

}  // namespace muster::web
