// GET /taxii2/…: discovery for anybody, the rest for peers.
#include "taxii_handlers.h"

#include <sharing/taxii.h>

namespace muster::api {
namespace {

using Path = std::vector<std::string_view>;

constexpr std::string_view kRoot = "muster";

Error nothing_there() {
  return not_found("taxii_unknown", "There is nothing at this address.");
}

// What the client takes: our media type, or anything.
Result<void> check_accept(const http::Request& request) {
  const std::string accept = request.header("accept");
  if (accept.empty() || accept.find("*/*") != std::string::npos ||
      (accept.find("application/taxii+json") != std::string::npos &&
       (accept.find("version=") == std::string::npos || accept.find("version=2.1") != std::string::npos)))
    return {};
  return invalid("taxii_accept", "Answers here are application/taxii+json;version=2.1.", "Accept");
}

http::Response page(const Services& services, const http::Request& request, std::string_view object,
                    sharing::Shape shape) {
  auto filter = sharing::filter_of(request.query);
  if (!filter.ok()) return taxii_problem(filter.error());
  if (!object.empty()) filter->ids = {std::string(object)};
  if (shape == sharing::Shape::versions) filter->all_versions = true;
  const auto found = services.shared_orders.objects(*filter);
  if (!found.ok()) return taxii_problem(found.error());
  if (!object.empty() && found->objects.empty() && filter->after == Instant{}) return taxii_problem(nothing_there());
  const auto answer = sharing::page_json(*found, shape);
  auto response = taxii_answer(answer.json);
  if (!answer.added_first.empty())
    response.header("X-TAXII-Date-Added-First", answer.added_first)
        .header("X-TAXII-Date-Added-Last", answer.added_last);
  return response;
}

// Below /collections/ID.
http::Response in_collection(const Services& services, const http::Request& request, const Path& path) {
  const auto collection = sharing::collection_of(path[2]);
  if (!collection) return taxii_problem(nothing_there());
  if (path.size() == 3) return taxii_answer(sharing::collection_json(*collection));
  if (*collection == sharing::Collection::inbox)
    return taxii_problem(refused("taxii_write_only", "Nobody reads this collection; it is sent to."));
  if (path.size() == 4 && path[3] == "objects") return page(services, request, "", sharing::Shape::objects);
  if (path.size() == 4 && path[3] == "manifest") return page(services, request, "", sharing::Shape::manifest);
  if (path.size() == 5 && path[3] == "objects") return page(services, request, path[4], sharing::Shape::objects);
  if (path.size() == 6 && path[3] == "objects" && path[5] == "versions")
    return page(services, request, path[4], sharing::Shape::versions);
  return taxii_problem(nothing_there());
}

}  // namespace

http::Response taxii_get(const Services& services, const http::Request& request) {
  if (const auto fine = check_accept(request); !fine.ok()) return taxii_problem(fine.error());
  const Path path = taxii_path(request);
  const std::string& name = services.shared_orders.speaker().name;
  if (path.empty()) return taxii_answer(sharing::discovery_json(name, "/taxii2/muster/"));
  const auto peer = taxii_peer(services, request);
  if (!peer.ok()) return taxii_problem(peer.error());
  if (path[0] != kRoot) return taxii_problem(nothing_there());
  if (path.size() == 1) return taxii_answer(sharing::root_json(name, services.shared_orders.speaker().id()));
  if (path[1] == "collections" && path.size() == 2) return taxii_answer(sharing::collections_json());
  if (path[1] == "collections") return in_collection(services, request, path);
  if (path[1] == "status" && path.size() == 3) {
    const auto status = services.peers.status(peer->id, std::string(path[2]));
    return status.ok() ? taxii_answer(*status) : taxii_problem(status.error());
  }
  return taxii_problem(nothing_there());
}

}  // namespace muster::api
