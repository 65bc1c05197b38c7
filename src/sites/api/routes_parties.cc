#include <api/services.h>
#include <base/log.h>
#include <notices/notices.h>
#include <web/parties.h>

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

void add_party_routes(http::Router& router, const Services& services) {
  web::add_party_routes(
      router, {services.clock, services.random, services.database, services.parties, services.sign_in,
               [services](const std::string& officer, const std::string& person_id, const std::string& key_id) {
                 tell_owner(services, officer, person_id, key_id);
               }});
}

}  // namespace muster::api
