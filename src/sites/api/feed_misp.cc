// GET /feeds/misp/{file}: what is told other operators as a feed of MISP: manifest.json, hashes.csv, UUID.json, and
// `manifest`, the signed note about manifest.json. For whoever has a token for feeds or a peer's (MISP sends it as a
// header, or as the password of Basic); for an operator's session. Nothing counts as carried out by it.
#include "feed_handlers.h"
#include "taxii_handlers.h"

#include <sharing/misp.h>
#include <sharing/publisher.h>
#include <zones/feeds.h>

namespace muster::api {
namespace {

constexpr std::string_view kEventEnd = ".json";

Result<void> may_fetch(const Services& services, const http::Request& request) {
  const auto by = feed_fetcher(services, request);
  if (by.ok() || taxii_peer(services, request).ok()) return {};
  return by.error();
}

http::Response file_answer(std::string body, const char* type) {
  return http::Response::text(std::move(body), type).header("Cache-Control", "private, no-cache");
}

}  // namespace

http::Response feed_misp(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_CHECK(may_fetch(services, request));
  const std::string file = request.param("file");
  const auto unknown = not_found("feed_unknown", "There is no such file in this feed.");
  if (file == "manifest.json" || file == "hashes.csv" || file == "manifest") {
    sharing::MispIndex index;
    MUSTER_ANSWER_CHECK(services.shared_orders.misp([&](const sharing::MispEvent& event) -> Result<void> {
      index.add(event);
      return {};
    }));
    if (file == "hashes.csv") return file_answer(index.hashes_csv(), "text/csv; charset=utf-8");
    std::string manifest = index.manifest_json();
    if (file == "manifest.json") return file_answer(std::move(manifest), "application/json");
    return file_answer(services.feeds.note("misp", manifest, index.newest(), index.standing(), index.orders()),
                       "text/plain; charset=utf-8");
  }
  if (!file.ends_with(kEventEnd)) return http::Response::problem(unknown);
  MUSTER_ANSWER_TRY(auto event, services.shared_orders.misp_event(file.substr(0, file.size() - kEventEnd.size())));
  if (!event) return http::Response::problem(unknown);
  return file_answer(std::move(event->json), "application/json");
}

}  // namespace muster::api
