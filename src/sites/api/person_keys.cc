// GET /people/{id}/keys, and POST /people/{id}/keys/{key_id}/events: a key officer enrols, refuses or revokes.
#include "party_json.h"
#include <base/log.h>
#include <notices/notices.h>

#include <algorithm>

namespace muster::api {
namespace {

// So that a key that somebody else registered in this person's name is noticed by the person.
void tell_owner(const Services& services, const std::string& officer, const std::string& person_id,
                const std::string& key_id) {
  const auto person = services.parties.person(person_id);
  const auto registered = services.parties.registrations(person_id);
  if (!person.ok() || !registered.ok()) return;
  notices::NewNotice notice;
  notice.kind = notices::letters::kKeyEnrolled;
  notice.person_id = person_id;
  notice.record_kind = "signing_key";
  notice.record_id = key_id;
  notice.language = person->language;
  for (const auto& key : *registered)
    if (key.id == key_id) notice.values = {{"fingerprint", key.fingerprint}, {"date", to_day(services.clock.now())}};
  if (const auto sent = services.notices.send(officer, notice); !sent.ok())
    log::warning("PARTY-001", "A person could not be told of an enrolled key.", {{"code", sent.error().code}});
}

}  // namespace

http::Response person_keys(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto person, services.parties.person(request.param("id")));
  MUSTER_ANSWER_TRY(auto keys, keys_json(services, person.id));
  return list_answer(std::move(keys), std::nullopt);
}

http::Response person_key_event(const Services& services, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"enrol", "refuse", "revoke"};
  const std::string event = body.one_of("event", kEvents);
  body.texts("reasons", 20, 2'000);  // read and, in this form, not kept: an event's body holds no free text
  MUSTER_BODY_DONE(body);
  const std::string& officer = request.principal->person_id;
  const std::string key_id = request.param("key_id");
  // The key's owner is the person of the path: nobody enrols one key while reading of another.
  MUSTER_ANSWER_TRY(const auto registered, services.parties.registrations(request.param("id")));
  if (std::none_of(registered.begin(), registered.end(), [&](const auto& key) { return key.id == key_id; }))
    return http::Response::problem(not_found("key_not_found", "This person has no such key."));
  if (event == "enrol") {
    MUSTER_ANSWER_TRY([[maybe_unused]] const auto key, services.parties.enrol_key(officer, key_id));
    tell_owner(services, officer, request.param("id"), key_id);
  } else {
    MUSTER_ANSWER_CHECK(event == "refuse" ? services.parties.refuse_key(officer, key_id)
                                          : services.parties.revoke_key(officer, key_id));
  }
  return person_show(services, request);
}

}  // namespace muster::api
