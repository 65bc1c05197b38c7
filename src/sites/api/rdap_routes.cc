// RDAP for everybody (RFC 7480, 9082): no session, no trace of who asked, a bucket a client in memory alone.
#include "domain_handlers.h"
#include <http/rate_limit.h>
#include <policy/policy.h>

#include <algorithm>

namespace muster::api {
namespace {

// Of Host what can be one; links must not carry anything else.
std::string host_of(const http::Request& request) {
  const std::string host = request.header("host");
  const bool fine = !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':' || c == '[' || c == ']';
  });
  return fine ? host : "localhost";
}

RdapAsk ask_of(const Services& services, const http::Request& request) {
  const std::string scheme = request.header("x-forwarded-proto") == "https" ? "https://" : "http://";
  const std::string root = scheme + host_of(request);
  holders::RdapContext context{root + "/rdap/", root};
  for (const char c : request.path) {
    constexpr char kHex[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f && c != '"' && c != '<' && c != '>' && c != '%' && c != '\\')
      context.self += c;
    else
      ((context.self += '%') += kHex[byte >> 4]) += kHex[byte & 15];
  }
  return {services, request, std::move(context)};
}

const char* title_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 422:
      return "Unprocessable Search";
    case 429:
      return "Too Many Requests";
    case 501:
      return "Not Implemented";
    default:
      return "Unavailable";
  }
}

}  // namespace

http::Response rdap_answer(int status, std::string body) {
  auto response = http::Response::text(std::move(body), holders::kRdapType, status);
  response.header("Access-Control-Allow-Origin", "*");
  response.header("Cross-Origin-Resource-Policy", "cross-origin");
  return response;
}

http::Response rdap_failed(const RdapAsk& ask, const Error& error) {
  int status = http::status_of(error);
  if (error.code.starts_with("name_") || error.code == "rdap_query") status = 400;
  if (error.code == "rdap_search_unsupported") status = 501;
  return rdap_answer(status, holders::rdap_error(ask.context, status, title_of(status), error.sentence));
}

void add_rdap(http::Router& router, const Services& services, holders::IpPort ip) {
  const auto limiter = std::make_shared<http::RateLimiter>(
      services.clock, static_cast<int>(services.policy.number("public.lookups_per_client_an_hour")),
      std::chrono::hours(1));
  const auto add = [&](const char* pattern, std::function<http::Response(const RdapAsk&)> action) {
    router.add({.method = "GET",
                .pattern = pattern,
                .access = http::Access::anybody(),
                .handler =
                    [services, limiter, action = std::move(action)](const http::Request& request) {
                      const RdapAsk ask = ask_of(services, request);
                      if (const auto may = limiter->take(request.client_key); !may.ok())
                        return rdap_failed(ask, may.error()).header("Retry-After", "60");
                      return action(ask);
                    },
                .csrf = http::Csrf::none});
  };
  add("/rdap/domain/{name}", rdap_find_domain);
  add("/rdap/entity/{handle}", rdap_find_entity);
  add("/rdap/nameserver/{name}", rdap_find_name_server);
  add("/rdap/ip/{address...}", [ip = std::move(ip)](const RdapAsk& ask) { return rdap_find_ip(ask, ip); });
  add("/rdap/help", [](const RdapAsk& ask) { return rdap_answer(200, holders::rdap_help(ask.context)); });
  add("/rdap/domains", rdap_search_domains);
  add("/rdap/entities", rdap_search_entities);
  add("/rdap/nameservers", rdap_search_name_servers);
  add("/rdap/{rest...}", [](const RdapAsk& ask) {
    return rdap_failed(ask, not_found("rdap_path", "Nothing of this kind is looked up here; /rdap/help says what is."));
  });
}

}  // namespace muster::api
