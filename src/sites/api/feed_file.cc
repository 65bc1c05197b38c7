// GET /feeds/{form}: for a resolver with a token (Authorization: Bearer, or ?token= where it can send no header), whose
// fetch carries the orders out; for an operator's session as a preview, which carries nothing out. ?since= of the form
// `entries`. GET /feeds/{form}/manifest: its hash, serial and end, signed.
#include "feed_handlers.h"

#include <charconv>

#include <fmt/chrono.h>
#include <zones/feeds.h>

namespace muster::api {
namespace {

std::string token_of(const http::Request& request) {
  return request.bearer().value_or(request.query_or("token", ""));
}

std::string http_date(Instant t) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", fmt::gmtime(static_cast<std::time_t>(t.micros / 1'000'000)));
}

Result<zones::FeedForm> form_of(const http::Request& request) {
  const auto form = zones::feed_form(request.param("form"));
  if (!form) return not_found("feed_unknown", "There is no feed of that form.");
  return *form;
}

Result<std::optional<std::int64_t>> since_of(const http::Request& request, zones::FeedForm form) {
  const std::string text = request.query_or("since", "");
  if (text.empty()) return std::optional<std::int64_t>();
  std::int64_t serial = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), serial);
  if (form != zones::FeedForm::entries || error != std::errc() || end != text.data() + text.size() || serial < 0)
    return invalid("feed_since", "since is a serial, of the form entries alone.", "since");
  return std::optional(serial);
}

}  // namespace

Result<std::string> feed_fetcher(const Services& services, const http::Request& request) {
  if (const std::string token = token_of(request); !token.empty()) return services.enforcement.token_id(token);
  if (request.principal && (request.principal->has("operator") || request.principal->has("auditor")))
    return std::string();
  return refused("feed_token_missing", "The feed is for resolvers with a token and for operators.");
}

http::Response feed_file(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto form, form_of(request));
  MUSTER_ANSWER_TRY(const auto by, feed_fetcher(services, request));
  MUSTER_ANSWER_TRY(const auto since, since_of(request, form));
  const std::string has = request.header("if-none-match");
  if (!has.empty() && !since) {
    MUSTER_ANSWER_TRY(const auto etag, services.feeds.etag(form));
    if (has == etag) return http::Response{304, {}, {}, {}}.header("ETag", etag);
  }
  MUSTER_ANSWER_TRY(auto file, services.feeds.file(form, since));
  if (!by.empty()) MUSTER_ANSWER_CHECK(services.feeds.fetched(file, by));
  return http::Response::text(std::move(file.body), zones::media_type(form))
      .header("ETag", file.etag)
      .header("Last-Modified", http_date(file.changed_at))
      .header("Cache-Control", "private, no-cache")
      .header("X-Muster-Serial", std::to_string(file.serial))
      .header("X-Muster-Valid-Until", to_rfc3339(file.valid_until));
}

http::Response feed_manifest(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto form, form_of(request));
  MUSTER_ANSWER_CHECK(feed_fetcher(services, request));
  MUSTER_ANSWER_TRY(const auto note, services.feeds.manifest(form));
  return http::Response::text(note, "text/plain; charset=utf-8").header("Cache-Control", "private, no-cache");
}

}  // namespace muster::api
