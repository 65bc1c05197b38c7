// What a device asks: POST /dealer-devices (enrols), GET /dealer-devices/me,
// GET /dealer-devices/me/lines, POST /dealer-devices/me/sync.
#include "device_handlers.h"
#include <base/bytes.h>
#include <lines/service.h>
#include <parties/parties.h>

namespace muster::numbers_api {

Result<dealers::Device> device_of(const Services& services, const http::Request& request) {
  return services.dealers.authenticate({request.header("x-muster-device"), request.header("x-muster-time"),
                                        request.header("x-muster-signature"), request.method, request.path,
                                        to_hex(sha256(request.body))});
}

http::Response standing_answer(const Services& services, const dealers::Device& device) {
  MUSTER_ANSWER_TRY(const auto s, services.dealers.standing(device));
  auto body = services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    const auto party = parties::find_party(tx, device.dealer_id);
    const auto person = parties::find_person(tx, device.person_id);
    json::array places;
    for (const auto& place : s.places) places.push_back({{"code", place.code}, {"region", place.region}});
    json::value hindrance;
    if (s.hindrance) hindrance = {{"code", s.hindrance->code}, {"sentence", s.hindrance->sentence}};
    return json::object{{"device", device_json(services, s.device)},
                        {"dealer", {{"id", device.dealer_id}, {"name", party ? party->name : ""}}},
                        {"person", {{"display_name", person ? person->display_name : ""}}},
                        {"hindrance", std::move(hindrance)},
                        {"left_today", s.left_today},
                        {"now", time_json(services.clock.now())},
                        {"frozen_at", time_json(s.frozen_at)},
                        {"key", {{"id", s.key_id}, {"point", s.key_point}}},
                        {"policy",
                         {{"consent", s.consent},
                          {"guardian_consent", services.policy.text("registration.guardian_consent")},
                          {"adult_age", services.policy.number("registration.adult_age")},
                          {"pictures_min", services.policy.number("dealers.pictures_min")}}},
                        {"places", std::move(places)}};
  });
  if (!body.ok()) return http::Response::problem(body.error());
  return answer(std::move(*body)).header("Cache-Control", "no-store");
}

http::Response device_enrol(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string code = body.text("code", 40), key = body.text("public_key", 400);
  const std::string label = body.maybe_text("label", 60).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto device, services.dealers.enrol(code, key, label));
  return answer({{"id", device.id}}, 201).header("Location", "/api/dealer-devices/me");
}

http::Response device_me(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto device, device_of(services, request));
  return standing_answer(services, device);
}

http::Response device_sync(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto device, device_of(services, request));
  MUSTER_ANSWER_TRY(const auto synced, services.dealers.note_synced(device));
  return standing_answer(services, synced);
}

http::Response device_lines(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto device, device_of(services, request));
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, services.lines.stocked_for(device.dealer_id, page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& [line, iccid] : found)
    items.push_back({{"msisdn", lines::msisdn_text(line.msisdn)}, {"iccid", iccid}});
  return list_answer(std::move(items), more ? std::optional(found.back().line.id) : std::nullopt);
}

}  // namespace muster::numbers_api
