// Accounts: made, disabled, given new passwords. Part of SignIn.
#include "sign_in_rows.h"
#include "sign_in_sql.h"
#include <base/text.h>
#include <http/rate_limit.h>
#include <http/sign_in.h>

namespace muster::http {
namespace {

Result<std::string> checked_name(const std::string& user_name) {
  const std::string name = to_lower_ascii(user_name);
  const bool known = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
  // No "@": a mail address would be personal data in a place that isn't encrypted.
  if (!known || name.size() < 3 || name.size() > 64)
    return invalid("user_name_invalid", "A user name has 3 to 64 characters of a-z, 0-9, dot, dash and underscore.",
                   "user_name");
  return name;
}

Error unknown_account() {
  return not_found("account_unknown", "There is no such account.");
}

}  // namespace

Account account_of(const store::Row& row) {
  return {row.text("id"),
          row.text("person_id"),
          row.text("user_name"),
          row.text("state") == "disabled",
          row.flag("must_change_password"),
          row.maybe_instant("locked_until"),
          row.instant("created_at")};
}

Result<Account> SignIn::create_account(const std::string& actor, const std::string& person_id,
                                       const std::string& user_name, const std::string& password,
                                       bool must_change_password) {
  const auto there = [&](store::Transaction&) -> Result<std::string> { return person_id; };
  return create_account(actor, there, user_name, password, must_change_password);
}

Result<Account> SignIn::create_account(const std::string& actor,
                                       const std::function<Result<std::string>(store::Transaction&)>& make_person,
                                       const std::string& user_name, const std::string& password,
                                       bool must_change_password) {
  MUSTER_TRY(const std::string name, checked_name(user_name));
  MUSTER_TRY(const std::string hash, new_hash(name, password));
  const std::string id = recorder_.new_id();
  return database_.write([&](store::Transaction& tx) -> Result<Account> {
    MUSTER_TRY(const std::string person_id, make_person(tx));
    if (!tx.one(kPersonThere, {{"id", person_id}}))
      return not_found("person_unknown", "There is no such person, or the person has left.");
    if (tx.one(kAccountByName, {{"name", name}}))
      return conflict("user_name_taken", "This user name is taken.", "user_name");
    tx.run(kAccountInsert, {{"id", id},
                            {"person", person_id},
                            {"name", name},
                            {"hash", hash},
                            {"must_change", must_change_password},
                            {"now", recorder_.clock().now()}});
    recorder_.record(tx, kAccountCreated, actor, "account", id, "{\"person_id\":" + json_quote(person_id) + "}");
    return account_of(*tx.one(kAccountById, {{"id", id}}));
  });
}

Result<void> SignIn::disable_account(const std::string& actor, const std::string& account_id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (tx.run(kAccountState, {{"id", account_id}, {"state", "disabled"}}) == 0) return unknown_account();
    recorder_.record(tx, kAccountDisabled, actor, "account", account_id);
    return {};
  });
}

Result<int> SignIn::end_all_sessions() {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    return static_cast<int>(tx.run(kSessionsEndAll, {{"now", recorder_.clock().now()}}));
  });
}

Result<void> SignIn::enable_account(const std::string& actor, const std::string& account_id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (tx.run(kAccountState, {{"id", account_id}, {"state", "active"}}) == 0) return unknown_account();
    recorder_.record(tx, kAccountEnabled, actor, "account", account_id);
    return {};
  });
}

Result<void> SignIn::reset_password(const std::string& actor, const std::string& account_id,
                                    const std::string& password) {
  MUSTER_TRY(const Account before, account(account_id));
  MUSTER_TRY(const std::string hash, new_hash(before.user_name, password));
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kAccountPassword, {{"id", account_id}, {"hash", hash}, {"must_change", true}});
    tx.run(kSessionsEndOthers, {{"account", account_id}, {"keep", ""}, {"now", recorder_.clock().now()}});
    recorder_.record(tx, kPasswordChanged, actor, "account", account_id, R"({"by":"reset"})");
    return {};
  });
}

Result<void> SignIn::change_password(const Principal& principal, const std::string& old_password,
                                     const std::string& new_password) {
  MUSTER_TRY(const auto row, database_.read([&](store::Transaction& tx) -> Result<store::Row> {
    auto found = tx.one(kAccountById, {{"id", principal.account_id}});
    if (!found) return unknown_account();
    return *std::move(found);
  }));
  // A stolen session must not serve to guess the password.
  MUSTER_CHECK_OK(attempts_->take("account:" + principal.account_id));
  if (old_password.size() > options_.password_max_bytes)
    return refused("password_wrong", "The present password is wrong.", "current");
  MUSTER_TRY(const bool right, verify(row.text("password_hash"), old_password));
  if (!right) return refused("password_wrong", "The present password is wrong.", "current");
  if (old_password == new_password)
    return invalid("password_same", "Choose a password that you don't have already.", "next");
  MUSTER_TRY(const std::string hash, new_hash(row.text("user_name"), new_password));
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kAccountPassword, {{"id", principal.account_id}, {"hash", hash}, {"must_change", false}});
    tx.run(kSessionsEndOthers,
           {{"account", principal.account_id}, {"keep", principal.session_id}, {"now", recorder_.clock().now()}});
    recorder_.record(tx, kPasswordChanged, principal.person_id, "account", principal.account_id, R"({"by":"holder"})");
    return {};
  });
}

Result<std::vector<Account>> SignIn::accounts_of(const std::string& person_id) {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Account>> {
    std::vector<Account> out;
    for (const auto& row : tx.query(kAccountsOfPerson, {{"person", person_id}})) out.push_back(account_of(row));
    return out;
  });
}

Result<Account> SignIn::account(const std::string& account_id) {
  return database_.read([&](store::Transaction& tx) -> Result<Account> {
    const auto row = tx.one(kAccountById, {{"id", account_id}});
    if (!row) return unknown_account();
    return account_of(*row);
  });
}

}  // namespace muster::http
