#include "party_json.h"

#include <base/bytes.h>
#include <events/event.h>
#include <http/sign_in.h>
#include <web/records.h>

#include <algorithm>

namespace muster::web {
namespace {

// Read out aloud when a key is enrolled: the same digits in the person's browser and in the key officer's.
std::string fingerprint(const std::string& spki_base64) {
  const auto spki = from_base64(spki_base64);
  const std::string hex = to_hex(sha256(spki.ok() ? *spki : spki_base64)).substr(0, 16);
  return hex.substr(0, 4) + " " + hex.substr(4, 4) + " " + hex.substr(8, 4) + " " + hex.substr(12, 4);
}

}  // namespace

json::object party_json(const parties::Party& party) {
  return {{"id", party.id},
          {"name", party.name},
          {"kind", party.kind},
          {"licence_number", or_null(party.licence_number)},
          {"region", or_null(party.area)}};
}

json::object key_json(store::Transaction& tx, const parties::SigningKey& key, const std::string& label) {
  return {{"id", key.id},
          {"person_id", key.person_id},
          {"kind", key.kind},
          {"label", label},
          {"credential_id", or_null(key.credential_id)},
          {"fingerprint", fingerprint(key.public_key)},
          {"public_key", key.public_key},
          {"state", key.revoked_at ? "revoked" : "enrolled"},
          {"created_at", time_json(key.enrolled_at)},
          {"enrolled_by", person_json(tx, key.enrolled_by)},
          {"enrolled_at", time_json(key.enrolled_at)}};
}

json::object key_json(const parties::KeyRegistration& r) {
  return {{"id", r.id},
          {"person_id", r.person_id},
          {"kind", r.kind},
          {"label", r.label},
          {"credential_id", or_null(r.credential_id)},
          {"fingerprint", r.fingerprint.empty() ? fingerprint(r.public_key) : r.fingerprint},
          {"public_key", r.public_key},
          {"state", r.state},
          {"created_at", time_json(r.registered_at)},
          {"enrolled_by", nullptr},
          {"enrolled_at", nullptr}};
}

Result<json::array> keys_json(const PartyParts& parts, const std::string& person_id) {
  MUSTER_TRY(const auto registered, parts.parties.registrations(person_id));
  MUSTER_TRY(const auto enrolled, parts.parties.keys(person_id));
  return parts.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& r : registered)
      if (r.state != "enrolled") out.push_back(key_json(r));
    // A key keeps its registration's id.
    for (const auto& key : enrolled) {
      const auto own =
          std::find_if(registered.begin(), registered.end(), [&](const auto& r) { return r.id == key.id; });
      out.push_back(key_json(tx, key, own == registered.end() ? "" : own->label));
    }
    return out;
  });
}

Result<json::object> person_page_json(const PartyParts& parts, const parties::Person& person, bool whole) {
  MUSTER_TRY(auto keys, keys_json(parts, person.id));
  MUSTER_TRY(const auto accounts, parts.sign_in.accounts_of(person.id));
  std::optional<Instant> seen;
  for (const auto& account : accounts) {
    MUSTER_TRY(const auto sessions, parts.sign_in.sessions_of(account.id));
    for (const auto& session : sessions) seen = std::max(seen.value_or(Instant{}), session.seen_at);
  }
  return parts.database.read([&](store::Transaction& tx) -> Result<json::object> {
    const auto party = parties::find_party(tx, person.party_id);
    json::object out{{"id", person.id},
                     {"display_name", person.display_name},
                     {"login", accounts.empty() ? std::string() : accounts.front().user_name},
                     {"party", party ? json::value(party_json(*party)) : json::value(nullptr)},
                     {"roles", json::value_from(parties::roles_of(tx, person.id, parts.clock.now()))},
                     {"state", person.state},
                     {"keys", std::move(keys)},
                     {"last_signed_in_at", time_json(seen)}};
    if (whole) out["timeline"] = timeline_json(tx, events::of_record(tx, "person", person.id));
    return out;
  });
}

}  // namespace muster::web
