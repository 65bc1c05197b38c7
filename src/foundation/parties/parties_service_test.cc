#include "parties_test.h"

namespace muster::parties {
namespace {

class Parties : public PartiesTest {};
MUSTER_ON_BOTH_BACKENDS(Parties);

TEST_P(Parties, ChangesNeedTheVersionThatWasRead) {
  Party party = *service_.party(authority_);
  party.contact_email = "duty@authority.example";
  const auto changed = service_.update_party("system:test", party);
  ASSERT_TRUE(changed.ok()) << changed.error().sentence;
  EXPECT_EQ(changed->version, 2);
  EXPECT_EQ(service_.update_party("system:test", party).error().code, "stale_version");
  Party other = *changed;
  other.kind = "carrier";
  EXPECT_EQ(service_.update_party("system:test", other).error().code, "party_kind_immutable");
}

TEST_P(Parties, BadParticularsAreRefused) {
  Party party;
  party.kind = "ministry";
  party.name = "x";
  EXPECT_EQ(service_.create_party("a", party).error().code, "party_kind");
  party.kind = "carrier";
  for (const std::string& name :
       {std::string(), std::string(" "), std::string(201, 'x'), std::string("a\nb"), std::string("\xff")}) {
    party.name = name;
    EXPECT_EQ(service_.create_party("a", party).error().code, "party_name");
  }
  party.name = "x";
  for (const char* email :
       {"x", "@x", "a@", "a b@x.example", "a@x..example", "a@-x.example", "a\r\nBcc: b@x.example"}) {
    party.contact_email = email;
    EXPECT_EQ(service_.create_party("a", party).error().code, "party_email") << email;
  }
}

TEST_P(Parties, OneHumanIsOnePerson) {
  EXPECT_EQ(service_.create_person("a", {carrier_, "Twin", "en", " Passport : b-000 0001"}).error().code,
            "person_known");
  for (const char* identity : {"", "passport", "passport:", "passport:12", "p4:123456", "passport:12é456"})
    EXPECT_EQ(service_.create_person("a", {carrier_, "X", "en", identity}).error().code, "person_identity") << identity;
  EXPECT_EQ(service_.create_person("a", {"nobody", "X", "en", "passport:Z1234567"}).error().code, "person_party");
}

TEST_P(Parties, ListsPageByKey) {
  const auto first = *service_.list_people("", "", 3);
  ASSERT_EQ(first.size(), 3u);
  const auto rest = *service_.list_people("", first.back().id, 10);
  EXPECT_EQ(rest.size(), 1u);
  EXPECT_EQ(service_.list_people(authority_, "", 10)->size(), 2u);
  EXPECT_EQ(service_.list_parties("authority", "", 10)->size(), 1u);
  EXPECT_EQ(service_.find_parties("Car", 10)->at(0).id, carrier_);
  EXPECT_TRUE(service_.find_parties("car%", 10)->empty());
}

TEST_P(Parties, RolesBeginEndAndExclude) {
  EXPECT_EQ(roles(decider_), std::vector<std::string>{"decider"});
  EXPECT_EQ(service_.assign_role("a", decider_, roles::kDecider).error().code, "role_held");
  EXPECT_EQ(service_.assign_role(decider_, decider_, roles::kConfirmer).error().code, "role_self");
  EXPECT_EQ(service_.assign_role("a", decider_, "king").error().code, "role_unknown");
  EXPECT_EQ(service_.assign_role("a", decider_, roles::kAdmin).error().code, "role_separation");
  for (const char* role : {roles::kKeyOfficer, roles::kSecurityDecider})
    EXPECT_EQ(service_.assign_role("a", admin_, role).error().code, "role_separation");
  EXPECT_EQ(service_.assign_role("a", officer_, roles::kDecider).error().code, "role_authority_only");
  EXPECT_EQ(service_.assign_role("a", decider_, roles::kSecurityDecider).error().code, "role_operator_only");
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(service_.end_role("a", service_.role_history(decider_)->at(0).id).ok());
  EXPECT_TRUE(roles(decider_).empty());
  EXPECT_EQ(service_.end_role("a", service_.role_history(decider_)->at(0).id).error().code, "role_ended");
  ASSERT_TRUE(service_.assign_role("a", decider_, roles::kAuditor, clock_.now() + std::chrono::hours(2)).ok());
  clock_.advance(std::chrono::hours(2));
  EXPECT_TRUE(roles(decider_).empty());
}

TEST_P(Parties, SetRolesIsExact) {
  const auto before = *service_.person(decider_);
  ASSERT_TRUE(service_.set_roles(admin_, decider_, {"decider", "auditor"}, before.version).ok());
  EXPECT_EQ(roles(decider_), (std::vector<std::string>{"auditor", "decider"}));
  EXPECT_EQ(service_.set_roles(admin_, decider_, {}, before.version).error().code, "stale_version");
  EXPECT_EQ(service_.set_roles(admin_, decider_, {"admin", "decider"}).error().code, "role_separation");
  EXPECT_EQ(roles(decider_), (std::vector<std::string>{"auditor", "decider"}));  // nothing was half-done
  EXPECT_EQ(service_.set_roles(admin_, admin_, {"auditor"}).error().code, "role_self");
}

TEST_P(Parties, DelegationIsTimeBoxedAndInheritsConflicts) {
  const auto until = clock_.now() + std::chrono::hours(24);
  EXPECT_EQ(service_.assign_role("a", confirmer_, roles::kDecider, {}, decider_).error().code, "delegation_too_long");
  EXPECT_EQ(service_.assign_role("a", confirmer_, roles::kDecider, clock_.now() + std::chrono::hours(24 * 31), decider_)
                .error()
                .code,
            "delegation_too_long");
  EXPECT_EQ(service_.assign_role("a", confirmer_, roles::kAppealOfficer, until, decider_).error().code,
            "delegation_unfounded");
  EXPECT_EQ(service_.assign_role("a", officer_, roles::kDecider, until, decider_).error().code, "delegation_unfounded");
  ASSERT_TRUE(service_.assign_role("a", confirmer_, roles::kDecider, until, decider_).ok());
  const auto inherited = *db_->read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    return delegators_of(tx, confirmer_, clock_.now());
  });
  EXPECT_EQ(inherited, std::vector<std::string>{decider_});
  clock_.advance(std::chrono::hours(25));
  EXPECT_EQ(roles(confirmer_), std::vector<std::string>{"confirmer"});
}

TEST_P(Parties, KeysAreRegisteredByTheirPersonAndEnrolledByAnother) {
  test::Authenticator a;
  EXPECT_FALSE(ready());
  EXPECT_EQ(service_.why_not_sign(decider_, roles::kDecider)->at(0).code, "key_missing");
  const KeyRegistration registration = register_key(decider_, a);
  EXPECT_EQ(registration.label, "desk key");
  EXPECT_EQ(registration.fingerprint.size(), 19u);
  EXPECT_EQ(service_.why_not_sign(decider_, roles::kDecider)->at(0).code, "key_waits");
  EXPECT_EQ(service_.registrations("")->size(), 1u);
  EXPECT_EQ(service_.enrol_key(decider_, registration.id).error().code, "key_self");
  EXPECT_EQ(service_.enrol_key(admin_, registration.id).error().code, "key_officer_needed");
  const auto key = service_.enrol_key(officer_, registration.id);
  ASSERT_TRUE(key.ok()) << key.error().sentence;
  EXPECT_EQ(key->id, registration.id);
  EXPECT_EQ(service_.enrol_key(officer_, registration.id).error().code, "key_decided");
  EXPECT_TRUE(service_.why_not_sign(decider_, roles::kDecider)->empty());
  EXPECT_TRUE(ready());
  EXPECT_EQ(check(decider_, *key, "text", a.sign("text")), "");
  EXPECT_EQ(check(confirmer_, *key, "text", a.sign("text")), "key_unknown");
  EXPECT_EQ(check(decider_, *key, "other text", a.sign("text")), "signature_challenge");
}

TEST_P(Parties, AChallengeIsGoodOnceForOnePersonAndForFiveMinutes) {
  test::Authenticator a;
  const auto begun = *service_.begin_key(decider_);
  const auto made = a.create(begun.challenge);
  EXPECT_EQ(service_.finish_webauthn(confirmer_, begun.challenge, made.client_data_json, made.attestation_object)
                .error()
                .code,
            "key_challenge");
  ASSERT_TRUE(service_.finish_webauthn(decider_, begun.challenge, made.client_data_json, made.attestation_object).ok());
  EXPECT_EQ(
      service_.finish_webauthn(decider_, begun.challenge, made.client_data_json, made.attestation_object).error().code,
      "key_challenge");
  const auto late = *service_.begin_key(decider_);
  clock_.advance(std::chrono::minutes(5));
  test::Authenticator b;
  const auto late_made = b.create(late.challenge);
  EXPECT_EQ(service_.finish_webauthn(decider_, late.challenge, late_made.client_data_json, late_made.attestation_object)
                .error()
                .code,
            "key_challenge");
  // The same key again, by another person.
  const auto other = *service_.begin_key(confirmer_);
  const auto again = a.create(other.challenge);
  EXPECT_EQ(service_.finish_webauthn(confirmer_, other.challenge, again.client_data_json, again.attestation_object)
                .error()
                .code,
            "key_known");
}

TEST_P(Parties, ABrowsersKeySignsInADemonstration) {
  test::Authenticator a(test::Authenticator::Kind::webcrypto);
  const SigningKey key = enrolled(decider_, a);
  EXPECT_EQ(check(decider_, key, "text", a.sign("text")), "");
  EXPECT_EQ(check(decider_, key, "text", a.sign("text")), "");
  // Proof of possession: a public key without its private one.
  test::Authenticator other(test::Authenticator::Kind::webcrypto);
  const auto begun = *service_.begin_key(confirmer_);
  EXPECT_EQ(service_
                .finish_webcrypto(confirmer_, begun.challenge, to_base64url(other.spki()),
                                  a.sign(Service::key_proof_text(confirmer_, begun.challenge)).signature)
                .error()
                .code,
            "signature_wrong");
}

TEST_P(Parties, ACopiedKeyIsFound) {
  test::Authenticator a;
  const SigningKey key = enrolled(decider_, a);
  EXPECT_EQ(check(decider_, key, "one", a.sign("one")), "");
  EXPECT_EQ(check(decider_, key, "two", a.sign("two")), "");
  a.sign_count = 1;
  EXPECT_EQ(check(decider_, key, "three", a.sign("three")), "key_cloned");
}

TEST_P(Parties, RevokedKeysAndPeopleWhoLeftSignNothing) {
  test::Authenticator a, b;
  const SigningKey key = enrolled(decider_, a), second = enrolled(confirmer_, b);
  EXPECT_EQ(service_.revoke_key(admin_, key.id).error().code, "key_officer_needed");
  ASSERT_TRUE(service_.revoke_key(decider_, key.id).ok());
  EXPECT_EQ(service_.revoke_key(officer_, key.id).error().code, "key_revoked");
  EXPECT_EQ(check(decider_, key, "text", a.sign("text")), "key_revoked");
  EXPECT_EQ(service_.why_not_sign(decider_, roles::kDecider)->at(0).code, "key_revoked");
  EXPECT_TRUE(ready());
  ASSERT_TRUE(service_.end_person(admin_, confirmer_).ok());
  EXPECT_EQ(check(confirmer_, second, "text", b.sign("text")), "person_ended");
  EXPECT_FALSE(ready());
  EXPECT_EQ(service_.assign_role("a", confirmer_, roles::kAuditor).error().code, "person_ended");
  EXPECT_EQ(service_.end_person(admin_, confirmer_).error().code, "person_ended");
}

TEST_P(Parties, AnExpiredAuthorityFeedsNothing) {
  test::Authenticator a;
  enrolled(decider_, a);
  Party party = *service_.party(authority_);
  party.expires_at = clock_.now() + std::chrono::hours(1);
  ASSERT_TRUE(service_.update_party("a", party).ok());
  EXPECT_TRUE(ready());
  clock_.advance(std::chrono::hours(1));
  EXPECT_FALSE(ready());
}

TEST_P(Parties, RefusedKeysStayRefused) {
  test::Authenticator a;
  const auto registration = register_key(decider_, a);
  EXPECT_EQ(service_.refuse_key(admin_, registration.id).error().code, "key_officer_needed");
  ASSERT_TRUE(service_.refuse_key(officer_, registration.id).ok());
  EXPECT_EQ(service_.enrol_key(officer_, registration.id).error().code, "key_decided");
  EXPECT_TRUE(service_.keys(decider_)->empty());
}

TEST_P(Parties, EveryChangeIsInTheLedger) {
  test::Authenticator a;
  enrolled(decider_, a);
  const auto all = *db_->read(
      [&](store::Transaction& tx) -> Result<std::vector<events::Event>> { return events::latest(tx, "", 100); });
  std::map<std::string, int> kinds;
  for (const auto& event : all) ++kinds[event.kind];
  EXPECT_EQ(kinds, (std::map<std::string, int>{{"party.created", 2},
                                               {"person.created", 4},
                                               {"role.assigned", 4},
                                               {"key.registered", 1},
                                               {"key.enrolled", 1},
                                               {"authority.enrolled", 1}}));
  for (const auto& event : all) EXPECT_EQ(event.body.find("0000001"), std::string::npos);  // no identity in any body
}

TEST(Roles, TableAgreesWithItself) {
  for (const RoleInfo& role : all_roles()) {
    EXPECT_FALSE(role.may_zh.empty());
    for (const RoleInfo& other : all_roles())
      EXPECT_EQ(roles_exclude(role.name, other.name), roles_exclude(other.name, role.name))
          << role.name << " " << other.name;
  }
}

}  // namespace
}  // namespace muster::parties
