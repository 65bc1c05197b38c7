// POST /oauth2/token: a token of two parties for a client by its secret (RFC 6749 §4.4, client_secret_basic and
// client_secret_post). Tokens of three parties come from whoever authenticated the subscriber.
#include "client_store.h"
#include "serve.h"
#include <base/bytes.h>
#include <base/text.h>
#include <http/dispatch.h>

#include <fmt/format.h>

namespace muster::camara {
namespace {

struct Credentials {
  std::string id, secret;
};

http::Response oauth_error(const char* code, int status) {
  http::Response out = http::Response::json(fmt::format(R"({{"error":"{}"}})", code), status);
  if (status == 401) out.header("WWW-Authenticate", "Basic");
  return out;
}

Credentials credentials_of(const http::Request& request, const http::Request& form) {
  const std::string header = request.header("authorization");
  if (header.size() < 6 || to_lower_ascii(header.substr(0, 6)) != "basic ")
    return {form.query_or("client_id", ""), form.query_or("client_secret", "")};
  const auto pair = from_base64(trim(std::string_view(header).substr(6)));
  const auto colon = pair.ok() ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) return {};
  return {pair->substr(0, colon), pair->substr(colon + 1)};
}

}  // namespace

http::Response token(const Service& service, const http::Request& request) {
  http::Request form;
  if (!http::set_target(form, "/?" + std::string(trim(request.body))).ok()) return oauth_error("invalid_request", 400);
  if (form.query_or("grant_type", "") != "client_credentials") return oauth_error("unsupported_grant_type", 400);
  const Credentials who = credentials_of(request, form);
  const auto minted = service.mint_by_secret(who.id, who.secret, parted(form.query_or("scope", "")));
  if (!minted.ok() && minted.error().failure == Failure::unavailable)
    return oauth_error("temporarily_unavailable", 503);
  if (!minted.ok() && minted.error().code == "scope_not_granted") return oauth_error("invalid_scope", 400);
  if (!minted.ok()) return oauth_error("invalid_client", 401);
  return http::Response::json(fmt::format(
      R"({{"access_token":{},"token_type":"Bearer","expires_in":{},"scope":{}}})", json_quote(minted->token),
      std::chrono::duration_cast<std::chrono::seconds>(kTokenValid).count(), json_quote(joined(minted->scopes))));
}

}  // namespace muster::camara
