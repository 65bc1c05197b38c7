// POST /bundle-publishers: a publisher's key; another person confirms it.
#include "bundle_handlers.h"

namespace muster::api {

http::Response bundle_publisher_propose(const Services& services, const http::Request& request) {
  Body body(request);
  content::PublisherKey key;
  key.publisher = body.text("publisher", content::kHeaderTextMax);
  key.public_key = body.text("public_key", 60);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto proposed, services.bundles.propose_publisher(key, request.principal->person_id));
  const auto out = services.database.read(
      [&](store::Transaction& tx) -> Result<json::object> { return publisher_json(tx, proposed); });
  if (!out.ok()) return http::Response::problem(out.error());
  return answer(*out, 201);
}

}  // namespace muster::api
