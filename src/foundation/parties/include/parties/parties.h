// Parties, people, roles and signing keys. Every change is one transaction with its event and its ledger leaf. What
// must never be is refused by the schema too (0004_parties.sql). Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <parties/roles.h>
#include <parties/signature.h>
#include <policy/policy.h>
#include <store/database.h>
#include <vault/vault.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::parties {

inline constexpr events::Kind kPartyCreated{"party.created", 1, "A party was entered."};
inline constexpr events::Kind kPartyChanged{"party.changed", 1, "A party's particulars were changed."};
inline constexpr events::Kind kPersonCreated{"person.created", 1, "A person was entered."};
inline constexpr events::Kind kPersonEnded{"person.ended", 1, "A person left; all roles and keys ended."};
inline constexpr events::Kind kRoleAssigned{"role.assigned", 1, "A person was given a role."};
inline constexpr events::Kind kRoleEnded{"role.ended", 1, "A role of a person ended."};
inline constexpr events::Kind kKeyRegistered{"key.registered", 1,
                                             "A person registered a signing key; it waits for a key officer."};
inline constexpr events::Kind kKeyEnrolled{"key.enrolled", 1, "A key officer enrolled a signing key."};
inline constexpr events::Kind kKeyRefused{"key.refused", 1, "A key officer refused a registered key."};
inline constexpr events::Kind kKeyRevoked{"key.revoked", 1, "A signing key was revoked."};
inline constexpr events::Kind kAuthorityEnrolled{"authority.enrolled", 1,
                                                 "An authority's first signing key was enrolled."};

struct Party {
  std::string id;
  std::string kind;  // authority, court, carrier, access_provider, registrar, responsible_entity, partner,
                     // trusted_flagger, reporter
  std::string name;
  std::string licence_number, area, contact_email;  // of organisations; empty: not known
  std::optional<Instant> expires_at;
  Instant created_at;
  std::int64_t version = 1;
};

struct Person {
  std::string id;
  std::string party_id;
  std::string display_name;
  std::string language;  // "en", "zh"
  std::string state;     // "active", "ended"
  Instant created_at;
  std::int64_t version = 1;
};

struct NewPerson {
  std::string party_id;
  std::string display_name;
  std::string language = "en";
  // Official identity, "<kind of document>:<number>". Only its blind index is kept: one human is one person.
  std::string identity;
};

struct RoleAssignment {
  std::string id, person_id, role;
  Instant from_at;
  std::optional<Instant> until_at;
  std::string assigned_by;
  std::string delegated_by;  // a person's id, or empty
};

struct KeyRegistration {
  std::string id, person_id, kind, credential_id, public_key, rp_id, state;  // state: pending, enrolled, refused
  std::string label;  // what its person calls it, at most 60 bytes
  std::int64_t alg = 0;
  Instant registered_at;
  std::string fingerprint;  // SHA-256 of the public key, first 16 hex digits in groups of four: to be read out aloud
};

// What a browser needs to make a key (PublicKeyCredentialCreationOptions).
struct KeyChallenge {
  std::string challenge;  // base64url; good for 5 minutes (policy) and once
  std::string rp_id;
  std::string user_id;  // base64url of the person's id
  std::string user_name;
  bool webcrypto_allowed = false;
};

struct Options {
  std::string rp_id = "localhost";
};

// One reason why a person can't do something: for "why can't I sign?".
struct Hindrance {
  std::string code, sentence;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
          const policy::Policy& policy, Options options = {});

  // --- parties. Errors: party_kind, party_name, party_email, stale_version, not_found.
  Result<Party> create_party(const std::string& actor, Party party);  // id, created_at and version are given here
  Result<Party> update_party(const std::string& actor, const Party& party);  // party.version: the one it was read with
  Result<Party> party(const std::string& id) const;
  Result<std::vector<Party>> list_parties(const std::string& kind, const std::string& after_id, int limit) const;

  // --- people. Errors: person_name, person_identity, person_known (this human has a person already), person_party.
  Result<Person> create_person(const std::string& actor, const NewPerson& person);
  Result<Person> create_person(store::Transaction& tx, const std::string& actor, const NewPerson& person);
  Result<Person> person(const std::string& id) const;
  Result<std::vector<Person>> list_people(const std::string& party_id, const std::string& after_id, int limit) const;
  // By the start of the name, in the order of names.
  Result<std::vector<Party>> find_parties(const std::string& name_start, int limit) const;
  Result<void> end_person(const std::string& actor, const std::string& id);  // ends roles, revokes keys

  // --- roles. until: nothing means until ended. delegated_by: a person of the same party who holds the role now.
  // Errors: role_unknown, role_self, role_held, role_period, delegation_too_long, delegation_unfounded, and the
  // schema's.
  Result<RoleAssignment> assign_role(const std::string& actor, const std::string& person_id, const std::string& role,
                                     std::optional<Instant> until = {}, const std::string& delegated_by = {});
  // Exactly these roles from now on, without end; `version`: the person's, as it was read (nothing: whatever it is).
  // Errors: as assign_role, and stale_version.
  Result<Person> set_roles(const std::string& actor, const std::string& person_id,
                           const std::vector<std::string>& roles, std::optional<std::int64_t> version = {});
  Result<void> end_role(const std::string& actor, const std::string& assignment_id);
  Result<std::vector<RoleAssignment>> role_history(const std::string& person_id) const;

  // --- keys. A person registers (begin → finish); a key officer, another person, enrols.
  Result<KeyChallenge> begin_key(const std::string& person_id);
  // WebAuthn: both base64url, as the browser gives them.
  Result<KeyRegistration> finish_webauthn(const std::string& person_id, const std::string& challenge,
                                          const std::string& client_data_json, const std::string& attestation_object,
                                          const std::string& label = {});
  // WebCrypto: base64url of the SPKI, and the signature over key_proof_text(). Refused in production.
  Result<KeyRegistration> finish_webcrypto(const std::string& person_id, const std::string& challenge,
                                           const std::string& spki, const std::string& signature,
                                           const std::string& label = {});
  static std::string key_proof_text(const std::string& person_id, const std::string& challenge);
  Result<SigningKey> enrol_key(const std::string& key_officer, const std::string& registration_id);
  Result<void> refuse_key(const std::string& key_officer, const std::string& registration_id);
  Result<void> revoke_key(const std::string& actor, const std::string& key_id);  // by a key officer or the key's person
  Result<std::vector<KeyRegistration>> registrations(const std::string& person_id) const;  // empty: all that wait
  Result<std::vector<SigningKey>> keys(const std::string& person_id) const;

  // --- authorities: made by enrol_key for the first key of an authority's decider or confirmer; by hand if roles came
  // later.
  Result<void> enrol_authority(const std::string& key_officer, const std::string& party_id);

  // Every reason why this person can't sign in `role` now; empty: can.
  Result<std::vector<Hindrance>> why_not_sign(const std::string& person_id, const std::string& role) const;

  // Checks a signature by a person with one of their live keys and moves its sign count, within the caller's
  // transaction. Errors: key_unknown, key_revoked, key_cloned (the sign count went back), and verify_signature's.
  Result<void> check_signature(store::Transaction& tx, const std::string& person_id, const std::string& key_id,
                               std::string_view canonical_text, const Signature& signature, Instant now) const;

  const Options& options() const { return options_; }

 private:
  Result<KeyRegistration> keep_registration(store::Transaction& tx, const KeyRegistration& registration,
                                            std::int64_t sign_count);

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  Options options_;
};

// --- for other rooms, inside of their own transactions
std::optional<Party> find_party(store::Transaction& tx, const std::string& id);
std::optional<Person> find_person(store::Transaction& tx, const std::string& id);
// Roles held at `now`, sorted, without repeats; none for a person who has left.
std::vector<std::string> roles_of(store::Transaction& tx, const std::string& person_id, Instant now);
bool holds(store::Transaction& tx, const std::string& person_id, const std::string& role, Instant now);
// Persons whose conflicts of interest this person inherits, because they delegated a role that is held at `now`.
std::vector<std::string> delegators_of(store::Transaction& tx, const std::string& person_id, Instant now);
std::optional<SigningKey> find_key(store::Transaction& tx, const std::string& key_id);
// Whether an enrolled, unexpired authority or court has a decider or confirmer with a live key: half of what feeds
// need.
bool authority_ready(store::Transaction& tx, Instant now);

}  // namespace muster::parties
