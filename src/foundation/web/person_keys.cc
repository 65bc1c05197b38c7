// GET /people/{id}/keys, and POST /people/{id}/keys/{key_id}/events: a key officer enrols, refuses or revokes.
#include "party_json.h"

#include <algorithm>

namespace muster::web {

http::Response person_keys(const PartyParts& parts, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto person, parts.parties.person(request.param("id")));
  MUSTER_ANSWER_TRY(auto keys, keys_json(parts, person.id));
  return list_answer(std::move(keys), std::nullopt);
}

http::Response person_key_event(const PartyParts& parts, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"enrol", "refuse", "revoke"};
  const std::string event = body.one_of("event", kEvents);
  body.texts("reasons", 20, 2'000);  // read and, in this form, not kept: an event's body holds no free text
  MUSTER_BODY_DONE(body);
  const std::string& officer = request.principal->person_id;
  const std::string key_id = request.param("key_id");
  // The key's owner is the person of the path: nobody enrols one key while reading of another.
  MUSTER_ANSWER_TRY(const auto registered, parts.parties.registrations(request.param("id")));
  if (std::none_of(registered.begin(), registered.end(), [&](const auto& key) { return key.id == key_id; }))
    return http::Response::problem(not_found("key_not_found", "This person has no such key."));
  if (event == "enrol") {
    MUSTER_ANSWER_TRY([[maybe_unused]] const auto key, parts.parties.enrol_key(officer, key_id));
    if (parts.key_enrolled) parts.key_enrolled(officer, request.param("id"), key_id);
  } else {
    MUSTER_ANSWER_CHECK(event == "refuse" ? parts.parties.refuse_key(officer, key_id)
                                          : parts.parties.revoke_key(officer, key_id));
  }
  return person_show(parts, request);
}

}  // namespace muster::web
