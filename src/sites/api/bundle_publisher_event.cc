// POST /bundle-publishers/{id}/events: confirm (another person than who proposed it), withdraw. The id is the key in
// hex.
#include "bundle_handlers.h"
#include <base/bytes.h>

namespace muster::api {

http::Response bundle_publisher_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"confirm", "withdraw"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  const auto key = from_hex(request.param("id"));
  const std::string public_key = key.ok() ? to_base64(*key) : std::string();
  const std::string& person = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto done, event == "confirm" ? services.bundles.confirm_publisher(public_key, person)
                                                        : services.bundles.withdraw_publisher(public_key, person));
  const auto out =
      services.database.read([&](store::Transaction& tx) -> Result<json::object> { return publisher_json(tx, done); });
  if (!out.ok()) return http::Response::problem(out.error());
  return answer(*out);
}

}  // namespace muster::api
