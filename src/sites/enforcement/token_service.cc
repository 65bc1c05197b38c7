// Tokens by which resolvers fetch feeds without a person's session.
#include <base/bytes.h>
#include <base/text.h>
#include <enforcement/service.h>
#include <parties/parties.h>

#include <fmt/format.h>

namespace muster::enforcement {
namespace {

using store::Sql;
using store::Transaction;

constexpr Sql kInsert{"feed_token_insert",
                      "insert into feed_token(id, label, token_sha256, created_by, created_at, expires_at) "
                      "values(:id, :label, :sha256, :by, :now, :expires)"};
constexpr Sql kRevoke{"feed_token_revoke",
                      "update feed_token set revoked_at = :now where id = :id and revoked_at is null"};
constexpr Sql kFind{
    "feed_token_find",
    "select id from feed_token where token_sha256 = :sha256 and revoked_at is null and expires_at > :now"};
constexpr Duration kValidMax = std::chrono::hours(24 * 400);

Result<void> need_operator(Transaction& tx, const std::string& person, Instant now) {
  if (parties::holds(tx, person, "operator", now)) return {};
  return refused("role_missing", "Tokens for the feeds are given by operators.");
}

}  // namespace

Result<Token> Service::give_token(const std::string& label, Duration valid, const std::string& person) const {
  if (trim(label).empty() || label.size() > 100 || !is_valid_utf8(label))
    return invalid("label", "Say for which resolver the token is, in at most 100 bytes.", "label");
  if (valid <= Duration::zero() || valid > kValidMax)
    return invalid("expiry", "A token is valid for at most 400 days.", "valid");
  const Instant now = recorder_.clock().now();
  return database_.write([&](Transaction& tx) -> Result<Token> {
    MUSTER_CHECK_OK(need_operator(tx, person, now));
    Token token{recorder_.new_id(), label, random_token(recorder_.random()), now + valid};
    tx.run(kInsert, {{"id", token.id},
                     {"label", label},
                     {"sha256", to_hex(sha256(token.token))},
                     {"by", person},
                     {"now", now},
                     {"expires", token.expires_at}});
    recorder_.record(tx, kTokenGiven, person, "feed_token", token.id,
                     fmt::format("{{\"label\":{}}}", json_quote(label)));
    return token;
  });
}

Result<void> Service::revoke_token(const std::string& id, const std::string& person) const {
  const Instant now = recorder_.clock().now();
  return database_.write([&](Transaction& tx) -> Result<void> {
    MUSTER_CHECK_OK(need_operator(tx, person, now));
    if (tx.run(kRevoke, {{"id", id}, {"now", now}}) != 1)
      return not_found("feed_token_unknown", "There is no such token, or it was revoked already.");
    recorder_.record(tx, kTokenRevoked, person, "feed_token", id, "{}");
    return {};
  });
}

Result<std::string> Service::token_id(const std::string& token) const {
  const Instant now = recorder_.clock().now();
  return database_.read([&](Transaction& tx) -> Result<std::string> {
    const auto row = tx.one(kFind, {{"sha256", to_hex(sha256(token))}, {"now", now}});
    if (!row) return refused("feed_token_unknown", "This token is not valid.");
    return row->text("id");
  });
}

}  // namespace muster::enforcement
