// POST /taxii2/muster/collections/ID/objects/: what a peer tells of its orders. The body stands in no log.
#include "taxii_handlers.h"

#include <sharing/taxii.h>

namespace muster::api {

http::Response taxii_post(const Services& services, const http::Request& request) {
  const auto peer = taxii_peer(services, request);
  if (!peer.ok()) return taxii_problem(peer.error());
  const auto path = taxii_path(request);
  const auto collection = path.size() == 4 && path[0] == "muster" && path[1] == "collections" && path[3] == "objects"
                              ? sharing::collection_of(path[2])
                              : std::nullopt;
  if (!collection) return taxii_problem(not_found("taxii_unknown", "There is nothing at this address."));
  if (*collection == sharing::Collection::orders)
    return taxii_problem(refused("taxii_read_only", "This collection is what orders make of it; nobody writes to it."));
  if (!request.header("content-type").starts_with("application/taxii+json"))
    return taxii_problem(invalid("content_type", "Send application/taxii+json;version=2.1.", "Content-Type"));
  const auto envelope = sharing::read_envelope(request.body);
  if (!envelope.ok()) return taxii_problem(envelope.error());
  const auto status = services.peers.take_sent(peer->id, *envelope);
  return status.ok() ? taxii_answer(*status, 202) : taxii_problem(status.error());
}

}  // namespace muster::api
