// Signing keys: their person registers, a key officer enrols.
#include "party_rows.h"
#include <base/bytes.h>
#include <base/text.h>
#include <parties/webauthn.h>

#include <fmt/format.h>

namespace muster::parties {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kForgetChallenges{"key_challenge_forget",
                                "delete from key_challenge where person_id = :person_id or expires_at <= :now"};
constexpr Sql kInsertChallenge{
    "key_challenge_insert",
    "insert into key_challenge(challenge, person_id, expires_at) values(:challenge, :person_id, :expires_at)"};
constexpr Sql kTakeChallenge{
    "key_challenge_take",
    "delete from key_challenge where challenge = :challenge and person_id = :person_id and expires_at > :now"};
constexpr Sql kInsertRegistration{
    "key_registration_insert",
    "insert into key_registration(id, person_id, kind, credential_id, public_key, alg, rp_id, sign_count, "
    "registered_at, label) "
    "values(:id, :person_id, :kind, :credential_id, :public_key, :alg, :rp_id, :sign_count, :now, :label)"};
constexpr Sql kKnownKey{"key_known", "select id from key_registration where public_key = :public_key"};
constexpr Sql kRegistration{"key_registration_get", "select * from key_registration where id = :id"};
constexpr Sql kRegistrationsOf{"key_registrations_of",
                               "select * from key_registration where person_id = :id order by id"};
constexpr Sql kRegistrationsWaiting{"key_registrations_waiting",
                                    "select * from key_registration where state = 'pending' order by id limit 500"};
constexpr Sql kDecide{"key_registration_decide",
                      "update key_registration set state = :state, decided_by = :officer, decided_at = :now where id = "
                      ":id and state = 'pending'"};
constexpr Sql kEnrol{"signing_key_insert",
                     "insert into signing_key(id, registration_id, person_id, kind, credential_id, public_key, alg, "
                     "rp_id, sign_count, enrolled_by, enrolled_at) "
                     "select id, id, person_id, kind, credential_id, public_key, alg, rp_id, sign_count, :officer, "
                     ":now from key_registration where id = :id"};
constexpr Sql kRevoke{"signing_key_revoke",
                      "update signing_key set revoked_at = :now where id = :id and revoked_at is null"};
constexpr Sql kKeysOf{"signing_keys_of", "select * from signing_key where person_id = :id order by id"};
constexpr Sql kAuthority{"authority_get", "select party_id from authority where party_id = :party_id"};
constexpr Sql kInsertAuthority{
    "authority_insert", "insert into authority(party_id, enrolled_at, enrolled_by) values(:party_id, :now, :officer)"};
constexpr Sql kInstance{"instance_kind", "select kind from instance"};

constexpr std::size_t kLabelMax = 60;
constexpr std::size_t kKeysMax = 20;  // of one person, the refused and the revoked counted

bool webcrypto_allowed(store::Transaction& tx) {
  const auto instance = tx.one(kInstance);
  return instance && instance->text("kind") != "production";
}

Error webcrypto_refused() {
  return refused("key_kind_refused",
                 "Keys held by the browser sign in demonstration and training instances alone; use a security key.",
                 "kind");
}

Error registration_not_found() {
  return not_found("key_not_found", "There is no such key.");
}

Result<void> take_challenge(store::Transaction& tx, const std::string& person_id, const std::string& challenge,
                            Instant now) {
  if (tx.run(kTakeChallenge, {{"challenge", challenge}, {"person_id", person_id}, {"now", now}}) != 1)
    return refused("key_challenge", "This took too long, or was tried before; start again with a new key.");
  return {};
}

Result<void> enrol_authority_in(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& officer,
                                const std::string& party_id) {
  tx.run(kInsertAuthority, {{"party_id", party_id}, {"now", recorder.clock().now()}, {"officer", officer}});
  recorder.record(tx, kAuthorityEnrolled, officer, kPartyKind, party_id);
  return {};
}

std::string key_body(const KeyRegistration& key) {
  return fmt::format(R"({{"person_id":{},"kind":{},"alg":{},"fingerprint":{}}})", json_quote(key.person_id),
                     json_quote(key.kind), key.alg, json_quote(key.fingerprint));
}

}  // namespace

std::string Service::key_proof_text(const std::string& person_id, const std::string& challenge) {
  return "muster-key-registration/1\n" + person_id + "\n" + challenge + "\n";
}

Result<KeyChallenge> Service::begin_key(const std::string& person_id) {
  return database_.write([&](store::Transaction& tx) -> Result<KeyChallenge> {
    const auto person = find_person(tx, person_id);
    if (!person || person->state != "active") return person_not_found();
    const Instant now = recorder_.clock().now();
    KeyChallenge out;
    out.challenge = random_token(recorder_.random(), 32);
    out.rp_id = options_.rp_id;
    out.user_id = to_base64url(person_id);
    out.user_name = person->display_name;
    out.webcrypto_allowed = webcrypto_allowed(tx);
    tx.run(kForgetChallenges, {{"person_id", person_id}, {"now", now}});
    tx.run(kInsertChallenge, {{"challenge", out.challenge},
                              {"person_id", person_id},
                              {"expires_at", policy_.due("parties.key_challenge", now)}});
    return out;
  });
}

Result<KeyRegistration> Service::keep_registration(store::Transaction& tx, const KeyRegistration& key,
                                                   std::int64_t sign_count) {
  if (key.label.size() > kLabelMax || !is_valid_utf8(key.label))
    return invalid("key_label", "A key's name has at most 60 bytes.", "label");
  if (tx.one(kKnownKey, {{"public_key", key.public_key}}))
    return conflict("key_known", "This key is registered already; make a new one.");
  if (tx.query(kRegistrationsOf, {{"id", key.person_id}}).size() >= kKeysMax)
    return refused("key_too_many", "A person has at most 20 keys in all.");
  const std::string id = recorder_.new_id();
  tx.run(kInsertRegistration, {{"id", id},
                               {"person_id", key.person_id},
                               {"kind", key.kind},
                               {"credential_id", key.credential_id},
                               {"public_key", key.public_key},
                               {"alg", key.alg},
                               {"rp_id", key.rp_id},
                               {"sign_count", sign_count},
                               {"now", recorder_.clock().now()},
                               {"label", key.label}});
  touch_person(tx, key.person_id);
  auto kept = registration_of(*tx.one(kRegistration, {{"id", id}}));
  recorder_.record(tx, kKeyRegistered, key.person_id, kKeyKind, id, key_body(kept));
  return kept;
}

Result<KeyRegistration> Service::finish_webauthn(const std::string& person_id, const std::string& challenge,
                                                 const std::string& client_data_json,
                                                 const std::string& attestation_object, const std::string& label) {
  if (client_data_json.size() > kClientDataMaxBytes * 2 ||
      attestation_object.size() > webauthn::kAttestationMaxBytes * 2)
    return refused("signature_too_long", "The authenticator's answer is too long.");
  const auto client = from_base64url(client_data_json), object = from_base64url(attestation_object);
  if (!client.ok() || !object.ok()) return refused("signature_malformed", "The authenticator's answer is malformed.");
  MUSTER_TRY(const webauthn::Registration made,
             webauthn::verify_registration(*client, *object, challenge, options_.rp_id));
  KeyRegistration key;
  key.person_id = person_id;
  key.kind = kWebAuthn;
  key.credential_id = to_base64url(made.credential_id);
  key.public_key = to_base64(made.key.spki);
  key.alg = made.key.alg;
  key.rp_id = options_.rp_id;
  key.label = label;
  return database_.write([&](store::Transaction& tx) -> Result<KeyRegistration> {
    MUSTER_CHECK_OK(take_challenge(tx, person_id, challenge, recorder_.clock().now()));
    return keep_registration(tx, key, made.sign_count);
  });
}

Result<KeyRegistration> Service::finish_webcrypto(const std::string& person_id, const std::string& challenge,
                                                  const std::string& spki_text, const std::string& signature,
                                                  const std::string& label) {
  const auto spki =
      spki_text.size() > 4'096 ? Result<std::string>(invalid("key_malformed", "")) : from_base64url(spki_text);
  if (!spki.ok()) return refused("key_malformed", "This public key is malformed.");
  MUSTER_CHECK_OK(webauthn::check_spki(*spki, kEs256));
  SigningKey proven;
  proven.kind = kWebCrypto;
  proven.public_key = to_base64(*spki);
  proven.alg = kEs256;
  MUSTER_CHECK_OK(verify_signature(proven, key_proof_text(person_id, challenge), {kWebCrypto, {}, {}, signature}));
  KeyRegistration key;
  key.person_id = person_id;
  key.kind = kWebCrypto;
  key.public_key = proven.public_key;
  key.alg = kEs256;
  key.rp_id = options_.rp_id;
  key.label = label;
  return database_.write([&](store::Transaction& tx) -> Result<KeyRegistration> {
    if (!webcrypto_allowed(tx)) return webcrypto_refused();
    MUSTER_CHECK_OK(take_challenge(tx, person_id, challenge, recorder_.clock().now()));
    return keep_registration(tx, key, 0);
  });
}

Result<SigningKey> Service::enrol_key(const std::string& key_officer, const std::string& registration_id) {
  return database_.write([&](store::Transaction& tx) -> Result<SigningKey> {
    const auto row = tx.one(kRegistration, {{"id", registration_id}});
    if (!row) return registration_not_found();
    const KeyRegistration key = registration_of(*row);
    const Instant now = recorder_.clock().now();
    if (key.person_id == key_officer)
      return refused("key_self", "Nobody enrols a key of their own; ask another key officer.");
    if (!holds(tx, key_officer, roles::kKeyOfficer, now))
      return refused("key_officer_needed", "Only a key officer enrols signing keys.");
    const auto person = find_person(tx, key.person_id);
    if (!person || person->state != "active")
      return refused("person_ended", "This person has left and can hold no key.");
    if (tx.run(kDecide, {{"id", key.id}, {"state", "enrolled"}, {"officer", key_officer}, {"now", now}}) == 0)
      return conflict("key_decided", "This key was enrolled or refused already.");
    tx.run(kEnrol, {{"id", key.id}, {"officer", key_officer}, {"now", now}});
    touch_person(tx, key.person_id);
    recorder_.record(tx, kKeyEnrolled, key_officer, kKeyKind, key.id, key_body(key));
    const auto party = find_party(tx, person->party_id);
    const bool decides = holds(tx, person->id, roles::kDecider, now) || holds(tx, person->id, roles::kConfirmer, now);
    if (decides && (party->kind == "authority" || party->kind == "court") &&
        !tx.one(kAuthority, {{"party_id", party->id}}))
      MUSTER_CHECK_OK(enrol_authority_in(tx, recorder_, key_officer, party->id));
    return *find_key(tx, key.id);
  });
}

Result<void> Service::refuse_key(const std::string& key_officer, const std::string& registration_id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto row = tx.one(kRegistration, {{"id", registration_id}});
    if (!row) return registration_not_found();
    const Instant now = recorder_.clock().now();
    if (!holds(tx, key_officer, roles::kKeyOfficer, now))
      return refused("key_officer_needed", "Only a key officer refuses signing keys.");
    if (tx.run(kDecide, {{"id", registration_id}, {"state", "refused"}, {"officer", key_officer}, {"now", now}}) == 0)
      return conflict("key_decided", "This key was enrolled or refused already.");
    touch_person(tx, row->text("person_id"));
    recorder_.record(tx, kKeyRefused, key_officer, kKeyKind, registration_id, key_body(registration_of(*row)));
    return {};
  });
}

Result<void> Service::revoke_key(const std::string& actor, const std::string& key_id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto key = find_key(tx, key_id);
    if (!key) return registration_not_found();
    const Instant now = recorder_.clock().now();
    if (actor != key->person_id && !holds(tx, actor, roles::kKeyOfficer, now))
      return refused("key_officer_needed", "Only a key officer or the key's own person revokes it.");
    if (tx.run(kRevoke, {{"id", key_id}, {"now", now}}) == 0)
      return conflict("key_revoked", "This key was revoked already.");
    touch_person(tx, key->person_id);
    recorder_.record(tx, kKeyRevoked, actor, kKeyKind, key_id,
                     fmt::format(R"({{"person_id":{}}})", json_quote(key->person_id)));
    return {};
  });
}

Result<std::vector<KeyRegistration>> Service::registrations(const std::string& person_id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<KeyRegistration>> {
    std::vector<KeyRegistration> out;
    for (const Row& row : tx.query(person_id.empty() ? kRegistrationsWaiting : kRegistrationsOf, {{"id", person_id}}))
      out.push_back(registration_of(row));
    return out;
  });
}

Result<std::vector<SigningKey>> Service::keys(const std::string& person_id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<SigningKey>> {
    std::vector<SigningKey> out;
    for (const Row& row : tx.query(kKeysOf, {{"id", person_id}})) out.push_back(key_of(row));
    return out;
  });
}

Result<void> Service::enrol_authority(const std::string& key_officer, const std::string& party_id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (!find_party(tx, party_id)) return party_not_found();
    if (tx.one(kAuthority, {{"party_id", party_id}}))
      return conflict("authority_enrolled", "This authority is enrolled already.");
    return enrol_authority_in(tx, recorder_, key_officer, party_id);
  });
}

}  // namespace muster::parties
