// GET /feeds/rpz: for a resolver with a token (Authorization: Bearer, or ?token= where it can send no header), whose
// fetch carries the orders out; for an operator's session as a preview, which carries nothing out.
#include "feed_handlers.h"

#include <fmt/chrono.h>

namespace muster::api {
namespace {

std::string token_of(const http::Request& request) {
  const std::string header = request.header("authorization");
  if (header.starts_with("Bearer ")) return header.substr(7);
  return request.query_or("token", "");
}

std::string http_date(Instant t) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", fmt::gmtime(static_cast<std::time_t>(t.micros / 1'000'000)));
}

}  // namespace

http::Response feed_rpz(const Services& services, const http::Request& request) {
  const std::string token = token_of(request);
  Result<enforcement::Zone> zone =
      refused("feed_token_missing", "The feed is for resolvers with a token and for operators.");
  if (!token.empty()) {
    MUSTER_ANSWER_TRY(const auto by, services.enforcement.token_id(token));
    zone = services.enforcement.rpz(by);
  } else if (request.principal && (request.principal->has("operator") || request.principal->has("auditor"))) {
    zone = services.enforcement.preview_rpz();
  }
  if (!zone.ok()) return http::Response::problem(zone.error());
  auto response = request.header("if-none-match") == zone->etag
                      ? http::Response{304, {}, {}, {}}
                      : http::Response::text(zone->text, "text/dns; charset=utf-8");
  return response.header("ETag", zone->etag)
      .header("Last-Modified", http_date(zone->changed_at))
      .header("Cache-Control", "private, no-cache")
      .header("X-Muster-Serial", std::to_string(zone->serial));
}

}  // namespace muster::api
