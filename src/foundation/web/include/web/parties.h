// Parties, people, their accounts, roles and keys at /api/parties, /api/people and /api/me/keys.
#pragma once

#include <base/random.h>
#include <base/time.h>
#include <http/router.h>
#include <http/sign_in.h>
#include <parties/parties.h>
#include <store/database.h>
#include <web/json.h>

#include <functional>
#include <string>

namespace muster::web {

// All of it outlives the router.
struct PartyParts {
  const Clock& clock;
  Random& random;
  store::Database& database;
  parties::Service& parties;
  http::SignIn& sign_in;
  // Tells a person that an officer enrolled a key in the person's name; empty: nobody is told.
  std::function<void(const std::string& officer, const std::string& person_id, const std::string& key_id)>
      key_enrolled = {};
};

json::object party_json(const parties::Party& party);
json::object key_json(store::Transaction& tx, const parties::SigningKey& key, const std::string& label);

void add_party_routes(http::Router& router, const PartyParts& parts);

}  // namespace muster::web
