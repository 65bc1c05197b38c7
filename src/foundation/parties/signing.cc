// May this person sign, and did they?
#include "party_rows.h"

namespace muster::parties {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kCount{"signing_key_count", "update signing_key set sign_count = :count where id = :id"};
constexpr Sql kKeysOf{"signing_keys_of", "select * from signing_key where person_id = :id order by id"};
constexpr Sql kWaiting{"key_waiting",
                       "select id from key_registration where person_id = :id and state = 'pending' limit 1"};

}  // namespace

Result<std::vector<Hindrance>> Service::why_not_sign(const std::string& person_id, const std::string& role) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Hindrance>> {
    const auto person = find_person(tx, person_id);
    if (!person) return person_not_found();
    const Instant now = recorder_.clock().now();
    std::vector<Hindrance> out;
    const RoleInfo* info = find_role(role);
    if (!info || !info->signs) out.push_back({"role_does_not_sign", "This role signs nothing."});
    if (person->state != "active") out.push_back({"person_ended", "You have left this party."});
    if (!holds(tx, person_id, role, now))
      out.push_back({"role_missing", info ? "You don't hold the role \"" + std::string(info->title_en) + "\"."
                                          : "You don't hold this role."});
    const auto party = find_party(tx, person->party_id);
    if (party && party->expires_at && *party->expires_at <= now)
      out.push_back({"party_expired", "Your party's licence or mandate has expired."});
    bool live = false, revoked = false;
    for (const Row& row : tx.query(kKeysOf, {{"id", person_id}})) (row.is_null("revoked_at") ? live : revoked) = true;
    if (!live) {
      if (tx.one(kWaiting, {{"id", person_id}}))
        out.push_back({"key_waits", "Your key waits for a key officer to enrol it."});
      else if (revoked)
        out.push_back({"key_revoked", "Your key was revoked; register a new one."});
      else
        out.push_back({"key_missing", "You have no signing key; register one under Settings."});
    }
    return out;
  });
}

Result<void> Service::check_signature(store::Transaction& tx, const std::string& person_id, const std::string& key_id,
                                      std::string_view canonical_text, const Signature& signature, Instant now) const {
  const auto key = find_key(tx, key_id);
  if (!key || key->person_id != person_id) return refused("key_unknown", "This is none of your signing keys.");
  const auto person = find_person(tx, person_id);
  if (!person || person->state != "active") return refused("person_ended", "This person has left and can't sign.");
  if ((key->revoked_at && *key->revoked_at <= now) || key->enrolled_at > now)
    return refused("key_revoked", "This key was revoked; register a new one.");
  MUSTER_TRY(const Verified verified, verify_signature(*key, canonical_text, signature));
  // WebAuthn §7.2 step 21: a count that doesn't grow means that the key may have been copied.
  if ((verified.sign_count != 0 || key->sign_count != 0) && verified.sign_count <= key->sign_count)
    return refused("key_cloned",
                   "This key's counter went back, as a copied key's would. Nothing was signed; tell your key officer.");
  if (verified.sign_count > key->sign_count) tx.run(kCount, {{"id", key_id}, {"count", verified.sign_count}});
  return {};
}

}  // namespace muster::parties
