// Reading, for this room and for others inside of their transactions.
#include "party_rows.h"
#include <base/bytes.h>

namespace muster::parties {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kParty{"party_get", "select * from party where id = :id"};
constexpr Sql kPerson{"person_get", "select * from person where id = :id"};
constexpr Sql kTouch{"person_touch", "update person set version = version + 1 where id = :id"};
constexpr Sql kKey{"signing_key_get", "select * from signing_key where id = :id"};
#define HELD_NOW " r.from_at <= :now and (r.until_at is null or r.until_at > :now) "
constexpr Sql kRoles{"roles_of",
                     "select distinct r.role from role_assignment r join person p on p.id = r.person_id "
                     "where r.person_id = :id and p.state = 'active' and" HELD_NOW "order by r.role"};
constexpr Sql kDelegators{"delegators_of",
                          "select distinct r.delegated_by from role_assignment r "
                          "where r.person_id = :id and r.delegated_by is not null and" HELD_NOW
                          "order by r.delegated_by"};
constexpr Sql kAuthorityReady{
    "authority_ready",
    "select 1 as ready from authority a join party q on q.id = a.party_id join person p on p.party_id = a.party_id "
    "join signing_key k on k.person_id = p.id join role_assignment r on r.person_id = p.id "
    "where (q.expires_at is null or q.expires_at > :now) and p.state = 'active' and k.revoked_at is null "
    "and k.enrolled_at <= :now and r.role in ('decider', 'confirmer') and" HELD_NOW "limit 1"};

}  // namespace

Party party_of(const Row& row) {
  return {row.text("id"),
          row.text("kind"),
          row.text("name"),
          row.text("licence_number"),
          row.text("area"),
          row.text("contact_email"),
          row.maybe_instant("expires_at"),
          row.instant("created_at"),
          row.integer("version")};
}

Person person_of(const Row& row) {
  return {row.text("id"),    row.text("party_id"),      row.text("display_name"), row.text("language"),
          row.text("state"), row.instant("created_at"), row.integer("version")};
}

RoleAssignment role_of(const Row& row) {
  return {row.text("id"),          row.text("person_id"),         row.text("role"),
          row.instant("from_at"),  row.maybe_instant("until_at"), row.text("assigned_by"),
          row.text("delegated_by")};
}

SigningKey key_of(const Row& row) {
  SigningKey key;
  key.id = row.text("id");
  key.person_id = row.text("person_id");
  key.kind = row.text("kind");
  key.credential_id = row.text("credential_id");
  key.public_key = row.text("public_key");
  key.alg = row.integer("alg");
  key.rp_id = row.text("rp_id");
  key.sign_count = row.integer("sign_count");
  key.enrolled_by = row.text("enrolled_by");
  key.enrolled_at = row.instant("enrolled_at");
  key.revoked_at = row.maybe_instant("revoked_at");
  return key;
}

KeyRegistration registration_of(const Row& row) {
  KeyRegistration out;
  out.id = row.text("id");
  out.person_id = row.text("person_id");
  out.kind = row.text("kind");
  out.credential_id = row.text("credential_id");
  out.public_key = row.text("public_key");
  out.rp_id = row.text("rp_id");
  out.state = row.text("state");
  out.label = row.text("label");
  out.alg = row.integer("alg");
  out.registered_at = row.instant("registered_at");
  const auto spki = from_base64(out.public_key);
  out.fingerprint = spki.ok() ? fingerprint_of(*spki) : "";
  return out;
}

bool touch_person(store::Transaction& tx, const std::string& person_id) {
  return tx.run(kTouch, {{"id", person_id}}) == 1;
}

std::optional<Party> find_party(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kParty, {{"id", id}});
  return row ? std::optional(party_of(*row)) : std::nullopt;
}

std::optional<Person> find_person(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kPerson, {{"id", id}});
  return row ? std::optional(person_of(*row)) : std::nullopt;
}

std::vector<std::string> roles_of(store::Transaction& tx, const std::string& person_id, Instant now) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kRoles, {{"id", person_id}, {"now", now}})) out.push_back(row.text("role"));
  return out;
}

bool holds(store::Transaction& tx, const std::string& person_id, const std::string& role, Instant now) {
  const auto roles = roles_of(tx, person_id, now);
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::vector<std::string> delegators_of(store::Transaction& tx, const std::string& person_id, Instant now) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kDelegators, {{"id", person_id}, {"now", now}}))
    out.push_back(row.text("delegated_by"));
  return out;
}

std::optional<SigningKey> find_key(store::Transaction& tx, const std::string& key_id) {
  const auto row = tx.one(kKey, {{"id", key_id}});
  return row ? std::optional(key_of(*row)) : std::nullopt;
}

bool authority_ready(store::Transaction& tx, Instant now) {
  return tx.one(kAuthorityReady, {{"now", now}}).has_value();
}

}  // namespace muster::parties
