#include <base/text.h>

#include <algorithm>

#include <camara/issuers.h>

namespace muster::camara {
namespace {

constexpr Duration kKeysFresh = std::chrono::hours(1);
constexpr Duration kKeysLast = std::chrono::hours(24);
constexpr Duration kBetweenFetches = std::chrono::minutes(1);

bool is_keys_url(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://127.0.0.1:") || url.starts_with("http://localhost:") ||
         url.starts_with("http://[::1]:");
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

Result<std::vector<Issuer>> issuers_of(const std::vector<std::string>& lines) {
  std::vector<Issuer> out;
  for (const std::string& line : lines) {
    std::vector<std::string> words;
    for (const auto word : split(line, ' '))
      if (!word.empty()) words.emplace_back(word);
    if (words.size() != 3 || !is_keys_url(words[1]))
      return invalid(
          "token_issuers",
          "A token's issuer is written as \"issuer address-of-its-keys audience\"; the address is https, or on this "
          "machine.",
          "camara.token_issuers");
    out.push_back({words[0], words[1], words[2]});
  }
  return out;
}

Authentication authentication_of(const Claims& claims) {
  if (contains(claims.methods, "network")) return Authentication::network;
  if (contains(claims.methods, "sim") || contains(claims.methods, "sc")) return Authentication::sim;
  if (contains(claims.methods, "pwd") || contains(claims.methods, "pin")) return Authentication::password;
  return Authentication::otp;
}

Issuers::Issuers(std::vector<Issuer> issuers, Fetch fetch, const Clock& clock)
    : issuers_(std::move(issuers)), fetch_(std::move(fetch)), clock_(clock) {}

Result<void> Issuers::refresh(const Issuer& issuer, Known& known, Instant now) const {
  known.tried_at = now;
  const auto document = fetch_(issuer.keys_url);
  const bool never = known.fetched_at == Instant{};
  if (!document.ok())
    return never || now - known.fetched_at > kKeysLast ? Result<void>(document.error()) : Result<void>();
  auto keys = KeySet::parse(*document);
  if (!keys.ok()) return never ? Result<void>(unavailable(keys.error().code, keys.error().sentence)) : Result<void>();
  known.keys = std::move(*keys);
  known.fetched_at = now;
  return {};
}

Result<bool> Issuers::signed_by(const Issuer& issuer, const Jwt& token) const {
  const Instant now = clock_.now();
  const std::lock_guard lock(mutex_);
  Known& known = known_[issuer.name];
  const bool may_try = now - known.tried_at >= kBetweenFetches;
  const bool unknown = !token.key_id.empty() && !known.keys.has(token.key_id);
  if (may_try && (unknown || now - known.fetched_at > kKeysFresh)) MUSTER_CHECK_OK(refresh(issuer, known, now));
  if (now - known.fetched_at > kKeysLast)
    return unavailable("issuer_away", "The keys of a token's issuer are too old.");
  return known.keys.verifies(token);
}

Result<std::optional<Claims>> Issuers::check(const std::string& text) const {
  auto token = parse_jwt(text);
  if (!token.ok()) return std::optional<Claims>();
  const Claims& claims = token->claims;
  const auto issuer =
      std::find_if(issuers_.begin(), issuers_.end(), [&](const Issuer& one) { return one.name == claims.issuer; });
  if (issuer == issuers_.end() || !contains(claims.audience, issuer->audience)) return std::optional<Claims>();
  const Instant now = clock_.now();
  if (claims.expires_at <= now || (claims.not_before && *claims.not_before > now + kClockSkew) ||
      (claims.issued_at && *claims.issued_at > now + kClockSkew))
    return std::optional<Claims>();
  MUSTER_TRY(const bool good, signed_by(*issuer, *token));
  return good ? std::optional(std::move(token->claims)) : std::optional<Claims>();
}

}  // namespace muster::camara
