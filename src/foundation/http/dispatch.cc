#include "compress.h"
#include <base/log.h>
#include <base/text.h>
#include <http/dispatch.h>

namespace muster::http {
namespace {

constexpr std::string_view kPolicy =
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";
constexpr std::size_t kCompressFrom = 1'024;

bool is_safe(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

bool has_header(const Response& response, std::string_view lower_case_name) {
  for (const auto& [name, value] : response.headers)
    if (to_lower_ascii(name) == lower_case_name) return true;
  return false;
}

std::string header_of(const Response& response, std::string_view lower_case_name) {
  for (const auto& [name, value] : response.headers)
    if (to_lower_ascii(name) == lower_case_name) return value;
  return {};
}

Response not_allowed(const Router& router, const Request& request, bool options) {
  std::string allow;
  for (const std::string& method : router.methods_of(request.path)) (allow += allow.empty() ? "" : ", ") += method;
  Response response =
      options
          ? Response::no_content()
          : Response::problem(invalid("method_not_allowed", "This address can't do that. It takes: " + allow + "."));
  return response.header("Allow", allow);
}

bool compressible(std::string_view type) {
  return type.starts_with("text/html") || type.starts_with("text/css") || type.starts_with("text/plain") ||
         type.starts_with("text/csv") || type.starts_with("text/javascript") || type.starts_with("application/json") ||
         type.starts_with("application/javascript") || type.starts_with("image/svg");
}

// The ETag of an answer, among those of If-None-Match (RFC 9110 §13.1.2, weak comparison).
bool none_match_fails(std::string_view asked, std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  for (std::string_view tag : split(asked, ',')) {
    tag = trim(tag);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == "*" || tag == etag) return true;
  }
  return false;
}

}  // namespace

Dispatcher::Admission Dispatcher::admit(Request& request) const {
  if (request.method == "OPTIONS") {
    if (request.path == "*") return {nullptr, Response::no_content()};
    if (router_.methods_of(request.path).empty())
      return {nullptr, Response::problem(not_found("no_such_page", "There is nothing at this address."))};
    return {nullptr, not_allowed(router_, request, true)};
  }
  int status = 0;
  const Route* route = router_.find(request, status);
  if (!route && status == 405) return {nullptr, not_allowed(router_, request, false)};
  if (!route) return {nullptr, Response::problem(not_found("no_such_page", "There is nothing at this address."))};
  request.principal.reset();
  const bool uses_session = route->csrf != Csrf::none || is_safe(request.method);
  if (const auto token = request.cookie(guard_.cookie); uses_session && token && !token->empty() && guard_.principal)
    request.principal = guard_.principal(*token);
  if (route->access.who != Who::anybody) {
    if (!request.principal) return {route, Response::problem(refused("sign_in_required", "Sign in first."))};
    bool may = route->access.who == Who::signed_in;
    for (const std::string& role : route->access.roles) may = may || request.principal->has(role);
    if (!may) return {route, Response::problem(refused("role_missing", "None of your roles may do this."))};
  }
  return {route, forged(*route, request)};
}

// A page of another site must not act with a visitor's session: fetch metadata or Origin (where a browser sends them),
// then the session's own token.
std::optional<Response> Dispatcher::forged(const Route& route, const Request& request) const {
  if (is_safe(request.method) || route.csrf == Csrf::none) return std::nullopt;
  const std::string site = request.header("sec-fetch-site"), origin = request.header("origin");
  const bool foreign = !site.empty() ? site != "same-origin" && site != "none"
                                     : !origin.empty() && !origin.ends_with("://" + request.header("host"));
  if (foreign)
    return Response::problem(refused("cross_site", "This request came from another site. Nothing was changed."));
  if (route.csrf == Csrf::token && request.principal &&
      !(guard_.csrf_ok && guard_.csrf_ok(*request.principal, request.header(kCsrfHeader))))
    return Response::problem(
        refused("csrf_token", "The request lacks the session's token. Nothing was changed; load the page again."));
  return std::nullopt;
}

Response Dispatcher::run(const Route& route, const Request& request) const {
  try {
    return route.handler(request);
  } catch (const std::exception&) {
    // What it says may hold content, so that it isn't logged: the type of the route and the id are.
  } catch (...) {
  }
  const std::string id = random_token(random_, 9);
  log::error("HTTP-500", "A handler failed.", {{"failure", id}, {"method", request.method}, {"route", route.pattern}});
  return Response::problem(internal_error(
      "internal",
      "Something went wrong on our side; it may not have been done. Say number " + id + " to your operator."));
}

void Dispatcher::finish(const Request& request, Response& response) const {
  const auto ensure = [&](std::string_view lower, const char* name, std::string_view value) {
    if (!has_header(response, lower)) response.header(name, std::string(value));
  };
  ensure("content-security-policy", "Content-Security-Policy", kPolicy);
  ensure("x-content-type-options", "X-Content-Type-Options", "nosniff");
  ensure("x-frame-options", "X-Frame-Options", "DENY");
  // Not "no-referrer": browsers would then send `Origin: null` with our own forms.
  ensure("referrer-policy", "Referrer-Policy", "same-origin");
  ensure("cross-origin-opener-policy", "Cross-Origin-Opener-Policy", "same-origin");
  ensure("cross-origin-resource-policy", "Cross-Origin-Resource-Policy", "same-origin");
  ensure("permissions-policy", "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  ensure("cache-control", "Cache-Control", "no-store");
  if (secure_)
    for (auto& [name, value] : response.headers)
      if (to_lower_ascii(name) == "set-cookie" && value.find("; Secure") == std::string::npos) value += "; Secure";
  if (secure_) ensure("strict-transport-security", "Strict-Transport-Security", "max-age=31536000");

  const std::string etag = header_of(response, "etag"), asked = request.header("if-none-match");
  if (response.status == 200 && !etag.empty() && !asked.empty() &&
      (request.method == "GET" || request.method == "HEAD") && none_match_fails(asked, etag)) {
    response.status = 304;
    response.body.clear();
    response.stream = nullptr;
    return;
  }
  // An answer that sets a session is left alone: length must not tell of its secret.
  if (response.stream || response.body.size() < kCompressFrom || has_header(response, "content-encoding") ||
      has_header(response, "set-cookie") || !compressible(header_of(response, "content-type")))
    return;
  ensure("vary", "Vary", "Accept-Encoding");
  if (request.header("accept-encoding").find("gzip") == std::string::npos) return;
  if (auto small = gzip(response.body); small.size() < response.body.size()) {
    response.body = std::move(small);
    response.header("Content-Encoding", "gzip");
  }
}

}  // namespace muster::http
