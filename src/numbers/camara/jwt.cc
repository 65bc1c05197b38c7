#include <base/bytes.h>
#include <base/text.h>

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>
#include <camara/jwt.h>

namespace muster::camara {
namespace {

namespace json = boost::json;

constexpr std::string_view kAlgorithms[] = {"RS256", "PS256", "ES256", "EdDSA"};
constexpr double kLatest = 253'402'300'799;  // 9999-12-31, in seconds
constexpr std::size_t kWordsMax = 100;

Error no_jwt() {
  return invalid("jwt_form", "This is no signed token that can be read.");
}

Result<json::object> object_of(std::string_view part) {
  const auto text = from_base64url(part);
  if (!text.ok() || !is_valid_utf8(*text)) return no_jwt();
  json::parse_options options;
  options.max_depth = 8;
  json::error_code error;
  json::value value = json::parse(*text, error, {}, options);
  if (error || !value.is_object()) return no_jwt();
  return std::move(value.get_object());
}

// "" where it is absent; an error where it is no text.
Result<std::string> text_claim(const json::object& object, const char* name) {
  const json::value* found = object.if_contains(name);
  if (!found) return std::string();
  if (!found->is_string()) return no_jwt();
  return std::string(found->get_string().c_str());
}

Result<std::optional<Instant>> time_claim(const json::object& object, const char* name) {
  const json::value* found = object.if_contains(name);
  if (!found) return std::optional<Instant>();
  json::error_code error;
  const double seconds = found->to_number<double>(error);
  if (error || !std::isfinite(seconds) || seconds < 0 || seconds > kLatest) return no_jwt();
  return std::optional(Instant{static_cast<std::int64_t>(seconds * 1'000'000)});
}

// A text, or a list of texts.
Result<std::vector<std::string>> list_claim(const json::object& object, const char* name) {
  std::vector<std::string> out;
  const json::value* found = object.if_contains(name);
  if (!found) return out;
  if (found->is_string()) return std::vector<std::string>{found->get_string().c_str()};
  if (!found->is_array() || found->get_array().size() > kWordsMax) return no_jwt();
  for (const auto& one : found->get_array()) {
    if (!one.is_string()) return no_jwt();
    out.emplace_back(one.get_string().c_str());
  }
  return out;
}

Result<Claims> claims_of(const json::object& object) {
  Claims out;
  MUSTER_TRY(out.issuer, text_claim(object, "iss"));
  MUSTER_TRY(out.subject, text_claim(object, "sub"));
  MUSTER_TRY(out.client, text_claim(object, "client_id"));
  if (out.client.empty()) {
    MUSTER_TRY(out.client, text_claim(object, "azp"));
  }
  MUSTER_TRY(out.phone_number, text_claim(object, "phone_number"));
  constexpr std::string_view kTel = "tel:";
  if (out.phone_number.empty() && out.subject.starts_with(kTel)) out.phone_number = out.subject.substr(kTel.size());
  MUSTER_TRY(out.audience, list_claim(object, "aud"));
  MUSTER_TRY(out.methods, list_claim(object, "amr"));
  MUSTER_TRY(const auto scopes, list_claim(object, "scope"));
  for (const std::string& text : scopes)
    for (const auto scope : split(text, ' '))
      if (!scope.empty()) out.scopes.emplace_back(scope);
  MUSTER_TRY(const auto expires, time_claim(object, "exp"));
  if (!expires || out.issuer.empty()) return no_jwt();
  out.expires_at = *expires;
  MUSTER_TRY(out.issued_at, time_claim(object, "iat"));
  MUSTER_TRY(out.not_before, time_claim(object, "nbf"));
  return out;
}

}  // namespace

bool looks_like_jwt(std::string_view token) {
  return std::count(token.begin(), token.end(), '.') == 2;
}

Result<Jwt> parse_jwt(std::string_view token) {
  if (token.size() > kJwtMaxBytes) return no_jwt();
  const auto parts = split(token, '.');
  if (parts.size() != 3) return no_jwt();
  MUSTER_TRY(const json::object header, object_of(parts[0]));
  if (header.contains("crit")) return no_jwt();  // what must be understood, and is not
  Jwt out;
  MUSTER_TRY(out.algorithm, text_claim(header, "alg"));
  if (std::find(std::begin(kAlgorithms), std::end(kAlgorithms), out.algorithm) == std::end(kAlgorithms))
    return no_jwt();
  MUSTER_TRY(out.key_id, text_claim(header, "kid"));
  const auto signature = from_base64url(parts[2]);
  if (!signature.ok() || signature->empty()) return no_jwt();
  out.signature = *signature;
  out.signing_input = std::string(token.substr(0, parts[0].size() + 1 + parts[1].size()));
  MUSTER_TRY(const json::object claims, object_of(parts[1]));
  MUSTER_TRY(out.claims, claims_of(claims));
  return out;
}

}  // namespace muster::camara
