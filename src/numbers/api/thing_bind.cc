// POST /things {"msisdn", "device_kind", "device", "scenario", "services", "contact_id", "evidence_ref"}. POST
// /things/{id}/events {"event": "change_device"|"explain"|"unbind", …}. POST /things/look-ups {"device_kind",
// "device"}: whose line is in it. POST /things/sightings {"sightings"}: in which devices the network saw lines.
#include "change_handlers.h"
#include "thing_handlers.h"

namespace muster::numbers_api {
namespace {

constexpr std::string_view kDeviceKinds[] = {"imei", "eid"};
constexpr std::size_t kDeviceMax = 40, kServicesMax = 3, kSightingsMax = 500;

}  // namespace

things::Device device_of(Body& body) {
  const auto kind = things::device_kind(body.one_of("device_kind", kDeviceKinds));
  return {kind.value_or(things::DeviceKind::imei), body.text("device", kDeviceMax)};
}

http::Response thing_bind(const Services& services, const http::Request& request) {
  Body body(request);
  things::NewThing thing;
  thing.msisdn = body.text("msisdn", 40);
  thing.device = device_of(body);
  thing.scenario = body.text("scenario", 64);
  thing.services = body.texts("services", kServicesMax, 16, 1);
  thing.contact_id = body.maybe_id("contact_id").value_or(std::string());
  thing.evidence_ref = body.text("evidence_ref", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, things_of(services).bind(request.principal->person_id, std::move(thing)));
  return thing_answer(services, request, made, 201).header("Location", "/api/things/" + made.id);
}

http::Response thing_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kSteps[] = {"change_device", "explain", "unbind"};
  Body body(request);
  const std::string event = body.one_of("event", kSteps);
  const things::Device device = event == "change_device" ? device_of(body) : things::Device{};
  const std::string evidence = body.text("evidence_ref", 64);
  MUSTER_BODY_DONE(body);
  const things::Service service = things_of(services);
  const std::string& who = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto before, service.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto after, event == "change_device"
                                          ? service.change_device(who, before.id, before.version, device, evidence)
                                      : event == "explain" ? service.explain(who, before.id, before.version, evidence)
                                                           : service.unbind(who, before.id, before.version, evidence));
  return thing_answer(services, request, after);
}

http::Response thing_find(const Services& services, const http::Request& request) {
  Body body(request);
  const things::Device device = device_of(body);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto found, things_of(services).of_device(device));
  return thing_answer(services, request, found);
}

http::Response thing_seen(const Services& services, const http::Request& request) {
  Body body(request);
  std::vector<things::Sighting> sightings;
  for (Body& one : body.objects("sightings", kSightingsMax, 1)) {
    things::Sighting sighting;
    sighting.msisdn = one.text("msisdn", 40);
    sighting.device = device_of(one);
    sightings.push_back(std::move(sighting));
  }
  MUSTER_BODY_DONE(body);
  std::int64_t right = 0, elsewhere = 0, not_bound = 0;
  json::array refused;
  for (std::size_t i = 0; i < sightings.size(); ++i) {
    const auto seen = things_of(services).seen(request.principal->person_id, sightings[i]);
    if (!seen.ok() && seen.error().failure == Failure::unavailable) return http::Response::problem(seen.error());
    if (!seen.ok())
      refused.push_back(json::object{
          {"at", static_cast<std::int64_t>(i)}, {"code", seen.error().code}, {"sentence", seen.error().sentence}});
    else
      ++(*seen == things::Seen::right ? right : *seen == things::Seen::elsewhere ? elsewhere : not_bound);
  }
  return answer(
      {{"right", right}, {"elsewhere", elsewhere}, {"not_bound", not_bound}, {"refused", std::move(refused)}});
}

}  // namespace muster::numbers_api
