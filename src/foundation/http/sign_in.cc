#include "sign_in_rows.h"
#include "sign_in_sql.h"
#include <base/bytes.h>
#include <base/text.h>
#include <http/idempotency.h>
#include <http/rate_limit.h>
#include <http/sign_in.h>
#include <parties/parties.h>

#include <fmt/format.h>
#include <sodium.h>

namespace muster::http {
namespace {

constexpr Duration kSeenEvery = std::chrono::minutes(1);  // how exactly the idle time is kept: saves a write a request
constexpr Duration kEndedKept = std::chrono::hours(24);
constexpr std::size_t kTokenMax = 64;

Error failed_sign_in() {
  return refused(
      "sign_in_failed",
      "The user name or the password is wrong, or the account is locked for a while after several wrong attempts.");
}

// A hash in libsodium's form that no password has: checking one against it costs what a real one costs.
std::string decoy(const SignInOptions& options, Random& random) {
  std::array<std::uint8_t, 16 + 32> bytes{};
  random.fill(bytes);
  const auto unpadded = [&](std::size_t from, std::size_t size) {
    std::string text = to_base64({reinterpret_cast<const char*>(bytes.data()) + from, size});
    return text.substr(0, text.find('='));
  };
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", options.hash_memory_bytes / 1024, options.hash_operations,
                     unpadded(0, 16), unpadded(16, 32));
}

Principal principal_of(const store::Row& row) {
  Principal principal;
  principal.person_id = row.text("person_id");
  principal.party_id = row.text("party_id");
  principal.account_id = row.text("account_id");
  principal.session_id = row.text("session_id");
  principal.csrf_hash = row.text("csrf_hash");
  principal.display_name = row.text("display_name");
  principal.language = row.text("language");
  return principal;
}

}  // namespace

std::string SignIn::session_cookie(const std::string& token) const {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}", options_.cookie, token,
                     token.empty() ? "; Max-Age=0" : "");
}

SignIn::SignIn(store::Database& database, const ledger::Recorder& recorder, SignInOptions options)
    : database_(database),
      recorder_(recorder),
      options_(options),
      attempts_(std::make_unique<RateLimiter>(recorder.clock(), options.attempts_per_client, options.attempts_period)) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium doesn't start");
  decoy_hash_ = decoy(options_, recorder.random());
}

SignIn::~SignIn() = default;

Result<SignedIn> SignIn::sign_in(const std::string& user_name, const std::string& password,
                                 const std::string& client_key) {
  MUSTER_CHECK_OK(attempts_->take(client_key));
  if (password.size() > options_.password_max_bytes || user_name.size() > 64) return failed_sign_in();
  const Instant now = recorder_.clock().now();
  struct Attempt {
    std::string account_id, hash;
    bool locks = false;
  };
  // The attempt counts as a wrong one before the password is looked at, so that many at once gain nothing.
  MUSTER_TRY(const Attempt attempt, database_.write([&](store::Transaction& tx) -> Result<Attempt> {
    const auto row = tx.one(kAccountByName, {{"name", to_lower_ascii(user_name)}});
    if (!row || row->text("state") != "active") return Attempt{};
    if (const auto until = row->maybe_instant("locked_until"); until && *until > now) return Attempt{};
    const auto wrong = row->integer("failed") + 1;
    const auto over = wrong - options_.wrong_before_lock;
    std::optional<Instant> locked;
    if (over >= 0)
      locked = now +
               std::min(options_.lock_max, options_.lock_first * (std::int64_t{1} << std::min<std::int64_t>(over, 20)));
    tx.run(kAccountFailed, {{"id", row->text("id")}, {"failed", wrong}, {"locked", locked}});
    return Attempt{row->text("id"), row->text("password_hash"), locked.has_value()};
  }));
  const bool known = !attempt.account_id.empty();
  MUSTER_TRY(const bool right, verify(known ? attempt.hash : decoy_hash_, password));
  if (!known || !right) {
    if (known && attempt.locks)
      MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
        recorder_.record(tx, kAccountLocked, "system:sign_in", "account", attempt.account_id);
        return {};
      }));
    return failed_sign_in();
  }
  if (crypto_pwhash_str_needs_rehash(attempt.hash.c_str(), options_.hash_operations, options_.hash_memory_bytes) != 0)
    if (const auto stronger = new_hash("", password); stronger.ok())
      MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
        tx.run(kAccountRehash, {{"id", attempt.account_id}, {"hash", *stronger}, {"old", attempt.hash}});
        return {};
      }));
  return open_session(attempt.account_id);
}

Result<SignedIn> SignIn::open_session(const std::string& account_id) {
  SignedIn out;
  out.token = random_token(recorder_.random());
  out.csrf_token = csrf_token_of(out.token);
  const std::string id = recorder_.new_id();
  const Instant now = recorder_.clock().now();
  MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
    if (tx.run(kAccountSignedIn, {{"id", account_id}, {"now", now}}) == 0) return failed_sign_in();
    tx.run(kSessionInsert, {{"id", id},
                            {"account", account_id},
                            {"token", to_hex(sha256(out.token))},
                            {"csrf", to_hex(sha256(out.csrf_token))},
                            {"now", now},
                            {"expires", now + options_.session_max}});
    out.must_change_password = tx.one(kAccountById, {{"id", account_id}})->flag("must_change_password");
    return {};
  }));
  auto signed_in = principal(out.token);
  if (!signed_in) return failed_sign_in();  // the person has left
  out.principal = *std::move(signed_in);
  return out;
}

std::optional<Principal> SignIn::principal(const std::string& token) {
  if (token.empty() || token.size() > kTokenMax) return std::nullopt;
  const Instant now = recorder_.clock().now();
  const auto rows = database_.ask(
      kSessionByToken, {{"token", to_hex(sha256(token))}, {"now", now}, {"idle_since", now - options_.idle_max}});
  if (!rows.ok() || rows->empty()) return std::nullopt;
  Principal found = principal_of(rows->front());
  if (!rows->front().flag("must_change_password"))
    for (const auto& row : *rows)
      if (auto role = row.maybe_text("role"); role && !found.has(*role)) found.roles.push_back(*std::move(role));
  if (now - rows->front().instant("seen_at") >= kSeenEvery)
    (void)database_.write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kSessionSeen, {{"id", found.session_id}, {"now", now}});
      return {};
    });
  return found;
}

std::string SignIn::csrf_token_of(const std::string& session_token) {
  return to_base64url(view(sha256("muster-csrf/1\n" + session_token)));
}

bool SignIn::csrf_ok(const Principal& principal, const std::string& csrf_token) {
  return !csrf_token.empty() && !principal.csrf_hash.empty() &&
         constant_time_equal(principal.csrf_hash, to_hex(sha256(csrf_token)));
}

Result<void> SignIn::sign_out(const Principal& principal) {
  return end_session(principal.account_id, principal.session_id);
}

Result<std::vector<Session>> SignIn::sessions_of(const std::string& account_id) {
  const Instant now = recorder_.clock().now();
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Session>> {
    std::vector<Session> out;
    for (const auto& row :
         tx.query(kSessionsOfAccount, {{"account", account_id}, {"now", now}, {"idle_since", now - options_.idle_max}}))
      out.push_back({row.text("id"), row.text("account_id"), row.instant("created_at"), row.instant("seen_at"),
                     row.instant("expires_at")});
    return out;
  });
}

Result<void> SignIn::end_session(const std::string& account_id, const std::string& session_id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kSessionEnd, {{"id", session_id}, {"account", account_id}, {"now", recorder_.clock().now()}});
    return {};
  });
}

Result<int> SignIn::sweep() {
  const Instant now = recorder_.clock().now();
  MUSTER_TRY(const int answers, sweep_idempotency(database_, now));
  MUSTER_TRY(const int sessions, database_.write([&](store::Transaction& tx) -> Result<int> {
    return static_cast<int>(tx.run(kSessionSweep, {{"before", now - kEndedKept}}));
  }));
  return answers + sessions;
}

Guard SignIn::guard() {
  return {[this](const std::string& token) { return principal(token); },
          [](const Principal& who, const std::string& token) { return csrf_ok(who, token); }, options_.cookie};
}

}  // namespace muster::http
