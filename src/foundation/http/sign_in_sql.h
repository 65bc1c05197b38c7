// The statements of accounts and sessions. Inside the room.
#pragma once

#include <store/value.h>

namespace muster::http {

#define MUSTER_ACCOUNT_COLUMNS \
  "id, person_id, user_name, password_hash, state, must_change_password, failed, locked_until, created_at"

inline constexpr store::Sql kAccountInsert{
    "account_insert",
    "insert into account(id, person_id, user_name, password_hash, must_change_password, created_at) "
    "values(:id, :person, :name, :hash, :must_change, :now)"};
inline constexpr store::Sql kAccountById{"account_by_id",
                                         "select " MUSTER_ACCOUNT_COLUMNS " from account where id = :id"};
inline constexpr store::Sql kAccountByName{"account_by_name",
                                           "select " MUSTER_ACCOUNT_COLUMNS " from account where user_name = :name"};
inline constexpr store::Sql kAccountsOfPerson{"accounts_of_person",
                                              "select " MUSTER_ACCOUNT_COLUMNS
                                              " from account where person_id = :person order by id limit 100"};
inline constexpr store::Sql kAccountState{
    "account_state", "update account set state = :state, failed = 0, locked_until = null where id = :id"};
inline constexpr store::Sql kAccountPassword{"account_password",
                                             "update account set password_hash = :hash, must_change_password = "
                                             ":must_change, failed = 0, locked_until = null where id = :id"};
inline constexpr store::Sql kAccountRehash{
    "account_rehash", "update account set password_hash = :hash where id = :id and password_hash = :old"};
inline constexpr store::Sql kAccountFailed{
    "account_failed", "update account set failed = :failed, locked_until = :locked where id = :id"};
inline constexpr store::Sql kAccountSignedIn{
    "account_signed_in",
    "update account set failed = 0, locked_until = null, signed_in_at = :now where id = :id and state = 'active'"};
inline constexpr store::Sql kPersonThere{"account_person_there",
                                         "select id from person where id = :id and state = 'active'"};

inline constexpr store::Sql kSessionInsert{
    "session_insert",
    "insert into session(id, account_id, token_hash, csrf_hash, created_at, seen_at, expires_at) "
    "values(:id, :account, :token, :csrf, :now, :now, :expires)"};
// A row for each role that the person holds now, one with no role for who holds none: asked with each request, so that
// it is one statement.
inline constexpr store::Sql kSessionByToken{
    "session_by_token",
    "select s.id as session_id, s.seen_at, s.account_id, s.csrf_hash, a.must_change_password, p.id as person_id, "
    "p.party_id, p.display_name, p.language, r.role "
    "from session s join account a on a.id = s.account_id join person p on p.id = a.person_id "
    "left join role_assignment r on r.person_id = p.id and r.from_at <= :now and (r.until_at is null or r.until_at > "
    ":now) where s.token_hash = :token and s.ended_at is null and s.expires_at > :now and s.seen_at > :idle_since and "
    "a.state = 'active' and p.state = 'active' order by r.role"};
inline constexpr store::Sql kSessionSeen{
    "session_seen", "update session set seen_at = :now where id = :id and seen_at < :now and ended_at is null"};
inline constexpr store::Sql kSessionEnd{
    "session_end", "update session set ended_at = :now where id = :id and account_id = :account and ended_at is null"};
inline constexpr store::Sql kSessionsEndOthers{
    "sessions_end_others",
    "update session set ended_at = :now where account_id = :account and id <> :keep and ended_at is null"};
inline constexpr store::Sql kSessionsEndAll{"sessions_end_all",
                                            "update session set ended_at = :now where ended_at is null"};
inline constexpr store::Sql kSessionsOfAccount{
    "sessions_of_account",
    "select id, account_id, created_at, seen_at, expires_at from session where account_id = :account and ended_at is "
    "null "
    "and expires_at > :now and seen_at > :idle_since order by id desc limit 200"};
inline constexpr store::Sql kSessionSweep{
    "session_sweep", "delete from session where expires_at < :before or (ended_at is not null and ended_at < :before)"};

}  // namespace muster::http
