// Whose a bearer token is: one that the register made, or a signed one of an issuer that the policy trusts.
#include "body.h"
#include "client_store.h"
#include <base/bytes.h>

#include <algorithm>

#include <camara/issuers.h>
#include <camara/service.h>

namespace muster::camara {
namespace {

using MaybeAccess = std::optional<Access>;

// What the issuer says that the client may, of what the register granted it.
std::vector<std::string> granted_of(const Client& client, const std::vector<std::string>& asked) {
  std::vector<std::string> out;
  for (const auto& scope : asked)
    if (std::find(client.scopes.begin(), client.scopes.end(), scope) != client.scopes.end()) out.push_back(scope);
  return out;
}

// The line that a token of three parties names. It was its holder's of now who was authenticated, or the token is
// nobody's.
bool take_line(store::Transaction& tx, const Claims& claims, Access& out) {
  if (!is_phone_number(claims.phone_number) || !claims.issued_at) return false;
  const auto line = lines::find_by_msisdn(tx, msisdn_of(claims.phone_number));
  const auto ownership = line ? lines::open_ownership(tx, line->id) : std::nullopt;
  if (!ownership || ownership->from > *claims.issued_at) return false;
  out.msisdn = line->msisdn;
  out.token.line_id = line->id;
  out.token.ownership_id = ownership->id;
  out.token.authenticated_by = authentication_of(claims);
  return true;
}

}  // namespace

Result<MaybeAccess> Service::access_by(const Claims& claims) const {
  return database_.read([&](store::Transaction& tx) -> Result<MaybeAccess> {
    auto client = find_client(tx, claims.client);
    if (!client || client->ended_at) return MaybeAccess();
    Access out{std::move(*client), {}, 0};
    out.token.client_id = out.client.id;
    out.token.scopes = granted_of(out.client, claims.scopes);
    out.token.made_at = claims.issued_at.value_or(clock().now());
    out.token.expires_at = claims.expires_at;
    if (!claims.phone_number.empty() && !take_line(tx, claims, out)) return MaybeAccess();
    return MaybeAccess(std::move(out));
  });
}

Result<std::optional<Access>> Service::access(const std::string& secret) const {
  if (issuers_ && looks_like_jwt(secret)) {
    MUSTER_TRY(const auto claims, issuers_->check(secret));
    return claims ? access_by(*claims) : Result<MaybeAccess>(MaybeAccess());
  }
  const Instant now = clock().now();
  return database_.read([&](store::Transaction& tx) -> Result<std::optional<Access>> {
    auto token = find_token(tx, to_hex(sha256(secret)));
    if (!token || token->expires_at <= now) return std::optional<Access>();
    auto client = find_client(tx, token->client_id);
    if (!client || client->ended_at) return std::optional<Access>();
    Access out{std::move(*client), std::move(*token), 0};
    if (out.token.line_id.empty()) return std::optional(std::move(out));
    const auto line = lines::find_line(tx, out.token.line_id);
    const auto ownership = lines::open_ownership(tx, out.token.line_id);
    if (!line || !ownership || ownership->id != out.token.ownership_id) return std::optional<Access>();
    out.msisdn = line->msisdn;
    return std::optional(std::move(out));
  });
}

}  // namespace muster::camara
