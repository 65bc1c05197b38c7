// GET, POST /provider-channels; POST /provider-channels/{id}/events {event: prove, end}; PUT /provider-contacts: where
// instructions go.
#include "instruction_handlers.h"

namespace muster::api {
namespace {

Error no_provider() {
  return invalid("party_unknown", "Say which provider.", "provider");
}

// The speaker's own party, or the one that the house's person names.
std::string party_of(Body& body, const instructions::Speaker& who) {
  const std::string named = body.maybe_text("provider", 100).value_or("");
  return who.party_id.empty() ? named : who.party_id;
}

json::object channels_json(const Services& services, const std::string& party) {
  const auto service = instructions_of(services);
  const auto channel = service.webhook(party);
  const auto contact = service.contact(party);
  return {{"webhook", channel.ok() && *channel ? json::value(channel_json(**channel)) : json::value(nullptr)},
          {"second_contact", contact.ok() && *contact ? json::value(json::object{{"email", (*contact)->email},
                                                                                 {"language", (*contact)->language}})
                                                      : json::value(nullptr)}};
}

}  // namespace

http::Response provider_channel_show(const Services& services, const http::Request& request) {
  const std::string party = provider_of(request);
  if (party.empty()) return http::Response::problem(no_provider());
  return answer(channels_json(services, party));
}

http::Response provider_channel_file(const Services& services, const http::Request& request) {
  Body body(request);
  const auto who = speaker_of(request, "portal");
  const std::string party = party_of(body, who);
  const std::string url = body.text("url", 500);
  const std::string vkey = body.text("vkey", 500);
  MUSTER_BODY_DONE(body);
  if (party.empty()) return http::Response::problem(no_provider());
  MUSTER_ANSWER_TRY(const auto filed, instructions_of(services).file_webhook(who, party, url, vkey));
  return answer(channel_json(filed), 201);
}

http::Response provider_channel_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"prove", "end"};
  Body body(request);
  const auto event = body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  const auto who = speaker_of(request, "portal");
  const auto service = instructions_of(services);
  const std::string id = request.param("id");
  if (event == "end") {
    MUSTER_ANSWER_CHECK(service.end_webhook(who, id));
    return http::Response::no_content();
  }
  if (!services.sign) return http::Response::problem(unavailable("webhooks_off", "This program signs nothing."));
  if (!who.party_id.empty()) {  // another provider's is nobody's
    MUSTER_ANSWER_TRY(const auto own, service.webhook(who.party_id));
    if (!own || own->id != id)
      return http::Response::problem(not_found("webhook_unknown", "There is no such webhook."));
  }
  MUSTER_ANSWER_TRY(const auto proven, service.prove(id, services.sign, instructions::post_by_http));
  return answer(channel_json(proven));
}

http::Response provider_contact_put(const Services& services, const http::Request& request) {
  static constexpr std::string_view kLanguages[] = {"en", "zh"};
  Body body(request);
  const auto who = speaker_of(request, "portal");
  const std::string party = party_of(body, who);
  instructions::Contact contact;
  contact.email = body.maybe_text("email", 254).value_or("");
  contact.language = body.one_of("language", kLanguages);
  MUSTER_BODY_DONE(body);
  if (party.empty()) return http::Response::problem(no_provider());
  MUSTER_ANSWER_CHECK(instructions_of(services).set_second_contact(who, party, contact));
  return answer(channels_json(services, party));
}

}  // namespace muster::api
