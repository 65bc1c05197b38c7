// Accounts and sessions. An account belongs to a person; a person may have several, and signs as a person all the same.
// Passwords are kept as Argon2id (libsodium); of a session's token only the SHA-256 is kept. Thread-safe.
// Schema: migrations/foundation/…/0008_sign_in.sql. Roles come from parties' role_assignment.
#pragma once

#include <base/random.h>
#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <http/message.h>
#include <http/server.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace muster::http {

inline constexpr events::Kind kAccountCreated{"account.created", 1, "An account was created for a person."};
inline constexpr events::Kind kAccountDisabled{"account.disabled", 1,
                                               "An account was disabled and its sessions ended."};
inline constexpr events::Kind kAccountEnabled{"account.enabled", 1, "An account was enabled again."};
inline constexpr events::Kind kAccountLocked{"account.locked", 1, "An account was locked after wrong passwords."};
inline constexpr events::Kind kPasswordChanged{"account.password_changed", 1, "An account's password was changed."};

struct SignInOptions {
  Duration idle_max = std::chrono::minutes(30);
  Duration session_max = std::chrono::hours(12);
  int wrong_before_lock = 5;  // then locked for lock_first, doubled with each further wrong one
  Duration lock_first = std::chrono::seconds(30);
  Duration lock_max = std::chrono::hours(1);
  int attempts_per_client = 20;  // sign-ins from one client in attempts_period
  Duration attempts_period = std::chrono::minutes(5);
  std::size_t password_min = 12;  // characters
  std::size_t password_max_bytes = 512;
  unsigned long long hash_operations = 3;  // libsodium's moderate; tests take the least
  std::size_t hash_memory_bytes = 256u << 20;
  int hashing_at_once = 1;  // so many times hash_memory_bytes; as many again may wait
  // Cookies know no ports: two programs on one host, each with sessions of its own, need names of their own.
  std::string cookie = kSessionCookie;
  static SignInOptions quick_for_tests();  // least hashing cost, everything else as above
};

struct Account {
  std::string id;
  std::string person_id;
  std::string user_name;
  bool disabled = false;
  bool must_change_password = false;
  std::optional<Instant> locked_until;
  Instant created_at;
};

struct Session {
  std::string id;
  std::string account_id;
  Instant created_at;
  Instant seen_at;
  Instant expires_at;
};

// What a successful sign-in hands out, once.
struct SignedIn {
  std::string token;       // for the cookie
  std::string csrf_token;  // for kCsrfHeader
  Principal principal;
  bool must_change_password = false;
};

class RateLimiter;

class SignIn {
 public:
  SignIn(store::Database& database, const ledger::Recorder& recorder, SignInOptions options = {});
  ~SignIn();

  // user_name: 3..64 of a-z 0-9 . _ -, kept in lower case. `actor`: a person's id or "system:…".
  // Errors: user_name_invalid, user_name_taken, password_short, password_long, password_common, person_unknown.
  Result<Account> create_account(const std::string& actor, const std::string& person_id, const std::string& user_name,
                                 const std::string& password, bool must_change_password = false);
  // The same for a person who is made in the account's transaction: both, or neither. `make_person` returns the id.
  Result<Account> create_account(const std::string& actor,
                                 const std::function<Result<std::string>(store::Transaction&)>& make_person,
                                 const std::string& user_name, const std::string& password, bool must_change_password);
  Result<void> disable_account(const std::string& actor, const std::string& account_id);  // ends its sessions
  Result<void> enable_account(const std::string& actor, const std::string& account_id);   // also unlocks it
  // An administrator's reset: the holder must change it at the next sign-in. Ends the account's sessions.
  Result<void> reset_password(const std::string& actor, const std::string& account_id, const std::string& password);
  Result<std::vector<Account>> accounts_of(const std::string& person_id);
  Result<Account> account(const std::string& account_id);

  // Takes equally long whether the user name exists or not. Errors: sign_in_failed (unknown, wrong, disabled or
  // locked: one answer, so that nobody learns which), too_many (this client), sign_in_busy.
  Result<SignedIn> sign_in(const std::string& user_name, const std::string& password, const std::string& client_key);
  // The principal of a token, with its person's roles of now (none until a password that must change has changed);
  // moves the idle time. Nothing when ended, idle or too old.
  std::optional<Principal> principal(const std::string& token);
  // Of a principal as principal() gave it.
  static bool csrf_ok(const Principal& principal, const std::string& csrf_token);
  static std::string csrf_token_of(const std::string& session_token);  // derived, so that a reload can have it again
  Result<void> sign_out(const Principal& principal);
  // Ends all other sessions of the account. Errors: as create_account, password_wrong (the old one).
  Result<void> change_password(const Principal& principal, const std::string& old_password,
                               const std::string& new_password);

  Result<std::vector<Session>> sessions_of(const std::string& account_id);  // live ones, newest first
  Result<void> end_session(const std::string& account_id, const std::string& session_id);
  // Of all accounts: after an instance was put back, whose copy knows of sessions that ended since. Returns how many.
  Result<int> end_all_sessions();
  // The schema itself ends sessions when a person's roles change, the person leaves or the account is disabled.

  // Removes sessions that ended more than a day ago, and answers kept for repeated requests. Returns how many.
  Result<int> sweep();

  Guard guard();  // for the server; `this` must outlive it
  // Set-Cookie for a token ("" removes it): HttpOnly, SameSite=Strict, Path=/; the server adds Secure where TLS is
  // used.
  std::string session_cookie(const std::string& token) const;
  const SignInOptions& options() const { return options_; }

 private:
  Result<bool> verify(const std::string& hash, const std::string& password);
  Result<void> check_password(const std::string& user_name, const std::string& password) const;
  Result<std::string> new_hash(const std::string& user_name, const std::string& password);
  Result<void> within_limits(const std::function<void()>& work);
  Result<SignedIn> open_session(const std::string& account_id);

  store::Database& database_;
  const ledger::Recorder& recorder_;
  SignInOptions options_;
  std::unique_ptr<RateLimiter> attempts_;
  std::string decoy_hash_;  // compared with when there is no such user
  std::mutex hashing_mutex_;
  std::condition_variable hashing_free_;
  int hashing_ = 0, waiting_ = 0;
};

}  // namespace muster::http
