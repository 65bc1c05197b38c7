// Devices of a dealer: GET /dealers/{id}/devices, POST
// /dealers/{id}/device-codes (the code is shown once), POST
// /dealers/{id}/devices/{device_id}/events {"event": "revoke", "reason"}; what
// they sent: GET /dealers/{id}/packets.
#include "dealer_handlers.h"
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {

http::Response dealer_device_list(const Services& services, const http::Request& request) {
  if (!sees_dealer(*request.principal, request.param("id"))) return not_your_dealer();
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, services.dealers.devices(request.param("id"), page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& device : found) {
      json::object one = device_json(services, device);
      one["person"] = person_json(tx, device.person_id);
      out.push_back(std::move(one));
    }
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response dealer_code_create(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string person = body.id("person_id"), place = body.text("place", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto issued,
                    services.dealers.issue_code(request.principal->person_id, request.param("id"), person, place));
  return answer({{"code", issued.code}, {"expires_at", time_json(issued.expires_at)}}, 201)
      .header("Cache-Control", "no-store");
}

http::Response dealer_device_event(const Services& services, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"revoke"};
  body.one_of("event", kEvents);
  const std::string reason = body.text("reason", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto device, services.dealers.device(request.param("device_id")));
  if (device.dealer_id != request.param("id"))
    return http::Response::problem(not_found("device_unknown", "There is no such device."));
  // A dealer's own people may say that a device is lost: it can't wait until
  // the carrier opens.
  if (!sees_dealer(*request.principal, device.dealer_id)) return not_your_dealer();
  MUSTER_ANSWER_CHECK(services.dealers.revoke(request.principal->person_id, device.id, reason));
  MUSTER_ANSWER_TRY(const auto after, services.dealers.device(device.id));
  return answer(device_json(services, after));
}

http::Response dealer_packet_list(const Services& services, const http::Request& request) {
  if (!sees_dealer(*request.principal, request.param("id"))) return not_your_dealer();
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, services.packets.of_dealer(request.param("id"), page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& packet : found) items.push_back(packet_json(packet));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

}  // namespace muster::numbers_api
