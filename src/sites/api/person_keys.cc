// GET /people/{id}/keys, and POST /people/{id}/keys/{key_id}/events: a key officer enrols, refuses or revokes.
#include "party_json.h"

namespace muster::api {

http::Response person_keys(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto person, services.parties.person(request.param("id")));
  MUSTER_ANSWER_TRY(auto keys, keys_json(services, person.id));
  return list_answer(std::move(keys), std::nullopt);
}

http::Response person_key_event(const Services& services, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"enrol", "refuse", "revoke"};
  const std::string event = body.one_of("event", kEvents);
  body.texts("reasons", 20, 2'000);  // kept by the ledger's event alone
  MUSTER_BODY_DONE(body);
  const std::string& officer = request.principal->person_id;
  const std::string key_id = request.param("key_id");
  if (event == "enrol") {
    MUSTER_ANSWER_TRY([[maybe_unused]] const auto key, services.parties.enrol_key(officer, key_id));
  } else {
    MUSTER_ANSWER_CHECK(event == "refuse" ? services.parties.refuse_key(officer, key_id)
                                          : services.parties.revoke_key(officer, key_id));
  }
  return person_show(services, request);
}

}  // namespace muster::api
