// What all answers of TAXII have in common: the media type, the form of errors, who asks.
#include "taxii_handlers.h"
#include <base/bytes.h>
#include <base/text.h>

#include <fmt/format.h>
#include <sharing/envelope.h>

namespace muster::api {

http::Response taxii_answer(std::string json, int status) {
  auto response = http::Response::text(std::move(json), std::string(sharing::kTaxiiType), status);
  return response.header("Cache-Control", "private, no-store");
}

http::Response taxii_problem(const Error& error) {
  const int status = error.code == "taxii_sign_in" || error.code == "peer_token" ? 401
                     : error.code == "taxii_accept"                              ? 406
                     : error.code == "taxii_query" || error.code == "stix_form"  ? 400
                     : error.code == "envelope_large"                            ? 413
                                                                                 : http::status_of(error);
  auto response = taxii_answer(fmt::format(R"({{"title":{},"error_code":{},"http_status":"{}"}})",
                                           json_quote(error.sentence), json_quote(error.code), status),
                               status);
  if (status == 401) response.header("WWW-Authenticate", "Bearer");
  return response;
}

std::vector<std::string_view> taxii_path(const http::Request& request) {
  std::string_view path(request.path);
  path.remove_prefix(std::string_view("/taxii2").size());
  std::vector<std::string_view> out;
  for (const auto each : split(path, '/'))
    if (!each.empty()) out.push_back(each);
  return out;
}

Result<sharing::Peer> taxii_peer(const Services& services, const http::Request& request) {
  const std::string header = request.header("authorization");
  std::string token = request.bearer().value_or("");
  if (header.starts_with("Basic ")) {
    const auto pair = from_base64(std::string_view(header).substr(6));
    if (pair.ok())
      if (const auto colon = pair->find(':'); colon != std::string::npos) token = pair->substr(colon + 1);
  }
  if (token.empty()) return refused("taxii_sign_in", "Show the token that this house gave you.");
  return services.peers.by_token(token);
}

}  // namespace muster::api
