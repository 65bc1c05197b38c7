// What an attacker with the application's own database access tries, without the application: raw SQL. On SQLite they
// open the file with foreign keys and recursive triggers switched off, as any client does by default.
#include "parties_test.h"
#include <base/text.h>

#include <libpq-fe.h>
#include <sqlite3.h>

namespace muster::parties {
namespace {

class Attack : public PartiesTest {
 protected:
  Attack() {
    if (GetParam() == Backend::sqlite) {
      EXPECT_EQ(sqlite3_open(db_.url().c_str(), &sqlite_), SQLITE_OK);
      sqlite3_busy_timeout(sqlite_, 5'000);
    } else {
      postgres_ = PQconnectdb(db_.url().c_str());
      EXPECT_EQ(PQstatus(postgres_), CONNECTION_OK);
    }
  }
  ~Attack() override {
    sqlite3_close(sqlite_);
    PQfinish(postgres_);
  }
  // "" when the database let it happen.
  std::string run(const std::string& sql) {
    if (sqlite_) {
      char* words = nullptr;
      const int code = sqlite3_exec(sqlite_, sql.c_str(), nullptr, nullptr, &words);
      std::string out = code == SQLITE_OK ? "" : words ? words : "error";
      sqlite3_free(words);
      return out;
    }
    PGresult* result = PQexec(postgres_, sql.c_str());
    const auto status = PQresultStatus(result);
    std::string out = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? "" : PQresultErrorMessage(result);
    PQclear(result);
    return out;
  }
  // `by`: what the refusal says; several rules may refuse, and which is first is the database's choice: "this|that".
  void refused(const std::string& sql, std::string_view by) {
    const std::string answer = run(sql);
    bool found = false;
    for (const std::string_view one : split(by, '|')) found |= answer.find(one) != std::string::npos;
    EXPECT_TRUE(found) << sql << "\n→ " << (answer.empty() ? "IT HAPPENED" : answer);
  }
  std::string role(const std::string& person, const std::string& name, const std::string& id = "r-new") {
    return "insert into role_assignment(id, person_id, role, from_at, assigned_by) values('" + id + "', '" + person +
           "', '" + name + "', " + std::to_string(clock_.now().micros) + ", 'x')";
  }
  std::string steal(const std::string& as_id, const std::string& person, const std::string& officer) {
    const std::string now = std::to_string(clock_.now().micros);
    return "insert into signing_key(id, registration_id, person_id, kind, credential_id, public_key, alg, rp_id, "
           "sign_count, enrolled_by, enrolled_at) "
           "select '" +
           as_id + "', id, '" + person + "', kind, credential_id, public_key, alg, rp_id, sign_count, '" + officer +
           "', " + now + " from key_registration";
  }
  sqlite3* sqlite_ = nullptr;
  PGconn* postgres_ = nullptr;
};
MUSTER_ON_BOTH_BACKENDS(Attack);

TEST_P(Attack, RolesThatMustStayApart) {
  refused(role(admin_, "key_officer"), "role_separation");
  refused(role(officer_, "admin"), "role_separation");
  refused(role(decider_, "admin"), "role_separation");
  refused(role(officer_, "decider"), "role_authority_only");
  refused(role(decider_, "security_decider"), "role_operator_only");
  refused(role(decider_, "king"), "CHECK|check");  // CHECK constraint, check constraint
  // Not even before, afterwards or for a second: the periods are compared.
  refused("insert into role_assignment(id, person_id, role, from_at, until_at, assigned_by) values('r', '" + admin_ +
              "', 'key_officer', 1, 9223372036854775806, 'x')",
          "role_separation");
  EXPECT_EQ(run("insert into role_assignment(id, person_id, role, from_at, until_at, assigned_by) values('r-past', '" +
                admin_ + "', 'auditor', 1, 2, 'x')"),
            "");
  refused("update role_assignment set role = 'key_officer' where id = 'r-past'", "role_immutable");
  refused("update role_assignment set until_at = null where id = 'r-past'", "role_immutable");
  refused("update role_assignment set until_at = 9 where id = 'r-past'", "role_immutable");
  refused("update role_assignment set person_id = '" + decider_ + "' where role = 'admin'", "role_immutable");
  refused("delete from role_assignment", "role_kept");
  refused("insert into role_assignment(id, person_id, role, from_at, assigned_by) values('r2', '" + admin_ +
              "', 'auditor', 1, '" + admin_ + "')",
          "CHECK|check");
}

TEST_P(Attack, OnePersonTwice) {
  refused(
      "insert into person(id, party_id, display_name, identity_index, created_at) select 'p2', party_id, 'Twin', "
      "identity_index, 1 from person where id = '" +
          decider_ + "'",
      GetParam() == Backend::sqlite ? "already_exists" : "unique");
  refused("update person set identity_index = '" + std::string(64, 'a') + "' where id = '" + decider_ + "'",
          "person_identity_immutable");
  refused("update person set party_id = '" + authority_ + "' where id = '" + officer_ + "'", "person_has_roles");
  refused("delete from person where id = '" + decider_ + "'", "person_kept");
  refused("update party set kind = 'authority' where id = '" + carrier_ + "'", "party_kind_immutable");
  refused("delete from party", "party_kept");
}

TEST_P(Attack, ReplaceIsNoWayAround) {
  if (GetParam() == Backend::postgres) {
    refused("insert into party(id, kind, name, created_at) values('" + carrier_ +
                "', 'authority', 'x', 1) on conflict(id) do update set kind = 'authority'",
            "party_kind_immutable");
    return;
  }
  refused("insert or replace into party(id, kind, name, created_at) values('" + carrier_ + "', 'authority', 'x', 1)",
          "already_exists");
  refused("insert or replace into person(id, party_id, display_name, identity_index, created_at) values('" + officer_ +
              "', '" + authority_ + "', 'x', '" + std::string(64, 'b') + "', 1)",
          "already_exists");
  refused(
      "replace into role_assignment(id, person_id, role, from_at, assigned_by) select id, person_id, 'auditor', "
      "from_at, 'x' from role_assignment where role = 'admin'",
      "already_exists");
  refused("insert or replace into party(rowid, id, kind, name, created_at) values(1, 'new', 'authority', 'x', 1)",
          "rowid");
}

TEST_P(Attack, KeysThatNobodyEnrolled) {
  test::Authenticator a;
  const auto registration = register_key(decider_, a);
  refused(steal(registration.id, decider_, admin_), "key_officer_needed");
  refused(steal(registration.id, decider_, decider_), "key_officer_needed");
  refused(steal(registration.id, confirmer_, officer_), "key_not_registered|foreign key");
  refused(steal("another", decider_, officer_), "CHECK|check");
  refused(steal(registration.id, officer_, officer_), "key_not_registered|check");
  refused(
      "insert into signing_key(id, registration_id, person_id, kind, credential_id, public_key, alg, rp_id, "
      "sign_count, enrolled_by, enrolled_at) values('k', 'k', '" +
          decider_ + "', 'webauthn', '', 'AAAA', -7, 'localhost', 0, '" + officer_ + "', " +
          std::to_string(clock_.now().micros) + ")",
      "key_not_registered");
  refused("update key_registration set public_key = 'AAAA'", "key_immutable");
  refused("update key_registration set person_id = '" + confirmer_ + "'", "key_immutable");
  refused("delete from key_registration", "key_kept");
}

TEST_P(Attack, EnrolledKeysStay) {
  test::Authenticator a;
  const auto key = enrolled(decider_, a);
  refused("update signing_key set public_key = 'AAAA'", "key_immutable");
  refused("update signing_key set person_id = '" + confirmer_ + "'", "key_immutable");
  refused("update signing_key set sign_count = sign_count - 1", "key_immutable");
  refused("delete from signing_key", "key_kept");
  if (GetParam() == Backend::sqlite)
    refused("insert or replace into signing_key select id, registration_id, '" + confirmer_ +
                "', kind, credential_id, public_key, alg, rp_id, sign_count, enrolled_by, enrolled_at, null from "
                "signing_key",
            "already_exists|key_not_registered");
  EXPECT_EQ(run("update signing_key set revoked_at = " + std::to_string(clock_.now().micros)), "");
  refused("update signing_key set revoked_at = null", "key_immutable");
  refused("update signing_key set revoked_at = 1", "key_immutable");
  refused("update authority set enrolled_at = 1", "authority_kept");
  refused("delete from authority", "authority_kept");
}

TEST_P(Attack, AnAuthorityWithoutAKey) {
  const std::string now = std::to_string(clock_.now().micros);
  const std::string head = "insert into authority(party_id, enrolled_at, enrolled_by) values('";
  refused(head + authority_ + "', " + now + ", '" + officer_ + "')", "authority_without_key");
  test::Authenticator a;
  enrolled(decider_, a);
  const std::string second = make_party("court", "Court");
  refused(head + second + "', " + now + ", '" + officer_ + "')", "authority_without_key");
  refused(head + carrier_ + "', " + now + ", '" + officer_ + "')", "authority_without_key");
}

TEST_P(Attack, ASignersKeyAndAccountsStayApart) {
  test::Authenticator a;
  enrolled(decider_, a);
  ASSERT_TRUE(service_.set_roles(admin_, decider_, {}).ok());
  clock_.advance(std::chrono::hours(1));
  refused(role(decider_, "admin"), "role_separation");
  test::Authenticator b;
  const auto registration = register_key(admin_, b);
  refused(steal(registration.id, admin_, officer_) + " where person_id = '" + admin_ + "'", "role_separation");
}

TEST_P(Attack, AShadowTableDeceivesNoTrigger) {
  if (GetParam() == Backend::sqlite) {
    EXPECT_EQ(run("create temp table role_assignment as select * from main.role_assignment where 0"), "");
    refused("insert into main.role_assignment(id, person_id, role, from_at, assigned_by) values('x', '" + admin_ +
                "', 'key_officer', 1, 'x')",
            "role_separation");
    return;
  }
  EXPECT_EQ(run("create temp table role_assignment(person_id text, role text, from_at bigint, until_at bigint)"), "");
  EXPECT_EQ(run("create temp table party(id text, kind text)"), "");
  const std::string now = std::to_string(clock_.now().micros);
  refused("insert into public.role_assignment(id, person_id, role, from_at, assigned_by) values('x', '" + admin_ +
              "', 'key_officer', " + now + ", 'x')",
          "role_separation");
  refused("drop trigger role_guarded on public.role_assignment", "must be owner");
  refused("alter table public.role_assignment disable trigger all", "must be owner");
  refused("truncate public.role_assignment cascade", "permission denied");
  refused("set session_replication_role = replica", "permission denied");
}

TEST_P(Attack, KeysHeldByABrowserInProduction) {
  // A second database of kind production: the kind of an instance never changes.
  refused("update instance set kind = 'production'", "instance_immutable");
  test::TestDatabase production(GetParam());
  Service service(*production, recorder_, vault_, policy::Policy::standard());
  static constexpr store::Sql kInstance{
      "t_production", "insert into instance(only_row, kind, name, created_at) values(1, 'production', 't', 1)"};
  static constexpr store::Sql kRegistration{
      "t_registration",
      "insert into key_registration(id, person_id, kind, credential_id, public_key, alg, rp_id, sign_count, "
      "registered_at) values('k', :person, 'webcrypto', '', 'AAAA', -7, 'localhost', 0, 1)"};
  static constexpr store::Sql kKey{
      "t_key",
      "insert into signing_key(id, registration_id, person_id, kind, credential_id, public_key, alg, rp_id, "
      "sign_count, enrolled_by, enrolled_at) "
      "values('k', 'k', :person, 'webcrypto', '', 'AAAA', -7, 'localhost', 0, :officer, :now)"};
  Party party;
  party.kind = "authority";
  party.name = "A";
  const std::string authority = service.create_party("system:test", party)->id;
  const std::string person = service.create_person("system:test", {authority, "P", "en", "passport:C0000001"})->id;
  const std::string officer = service.create_person("system:test", {authority, "O", "en", "passport:C0000002"})->id;
  ASSERT_TRUE(service.assign_role("system:test", officer, roles::kKeyOfficer).ok());
  test::Authenticator browser(test::Authenticator::Kind::webcrypto);
  ASSERT_TRUE(production
                  ->write([&](store::Transaction& tx) -> Result<void> {
                    tx.run(kInstance);
                    tx.run(kRegistration, {{"person", person}});
                    return {};
                  })
                  .ok());
  const auto begun = *service.begin_key(person);
  EXPECT_FALSE(begun.webcrypto_allowed);
  EXPECT_EQ(service
                .finish_webcrypto(person, begun.challenge, to_base64url(browser.spki()),
                                  browser.sign(Service::key_proof_text(person, begun.challenge)).signature)
                .error()
                .code,
            "key_kind_refused");
  const auto raw = production->write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kKey, {{"person", person}, {"officer", officer}, {"now", clock_.now()}});
    return {};
  });
  EXPECT_EQ(raw.error().code, "key_kind_refused");
}

}  // namespace
}  // namespace muster::parties
