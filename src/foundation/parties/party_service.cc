// Parties and people.
#include "party_rows.h"
#include <base/text.h>
#include <store/key_range.h>
#include <store/null.h>

#include <fmt/format.h>

namespace muster::parties {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertParty{
    "party_insert",
    "insert into party(id, kind, name, licence_number, area, expires_at, contact_email, created_at) "
    "values(:id, :kind, :name, :licence_number, :area, :expires_at, :contact_email, :now)"};
constexpr Sql kUpdateParty{"party_update",
                           "update party set name = :name, licence_number = :licence_number, area = :area, "
                           "expires_at = :expires_at, contact_email = :contact_email, version = version + 1 "
                           "where id = :id and version = :version"};
constexpr Sql kListParties{"party_list", "select * from party where id > :after order by id limit :limit"};
constexpr Sql kListPartiesOfKind{"party_list_kind",
                                 "select * from party where kind = :kind and id > :after order by id limit :limit"};
constexpr Sql kFindParties{"party_find",
                           "select * from party where name >= :start and name < :end order by name, id limit :limit"};
constexpr Sql kInsertPerson{"person_insert",
                            "insert into person(id, party_id, display_name, language, identity_index, created_at) "
                            "values(:id, :party_id, :display_name, :language, :identity_index, :now)"};
constexpr Sql kKnownIdentity{"person_known", "select id from person where identity_index = :identity_index"};
constexpr Sql kListPeople{"person_list", "select * from person where id > :after order by id limit :limit"};
constexpr Sql kListPeopleOf{"person_list_party",
                            "select * from person where party_id = :party_id and id > :after order by id limit :limit"};
constexpr Sql kEndPerson{
    "person_end", "update person set state = 'ended', version = version + 1 where id = :id and state = 'active'"};
// A role that has not begun yet never will: it ends as it begins.
constexpr Sql kEndRoles{
    "person_end_roles",
    "update role_assignment set until_at = case when from_at > :now then from_at else :now end, ended_by = :actor "
    "where person_id = :id and (until_at is null or until_at > :now)"};
constexpr Sql kEndKeys{"person_end_keys",
                       "update signing_key set revoked_at = :now where person_id = :id and revoked_at is null"};

int limited(int limit) {
  return std::clamp(limit, 1, 501);
}

}  // namespace

Service::Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
                 const policy::Policy& policy, Options options)
    : database_(database), recorder_(recorder), vault_(vault), policy_(policy), options_(std::move(options)) {}

Result<Party> Service::create_party(const std::string& actor, Party party) {
  MUSTER_CHECK_OK(check_party(party));
  party.name = std::string(trim(party.name));
  return database_.write([&](store::Transaction& tx) -> Result<Party> {
    party.id = recorder_.new_id();
    party.created_at = recorder_.clock().now();
    party.version = 1;
    tx.run(kInsertParty, {{"id", party.id},
                          {"kind", party.kind},
                          {"name", party.name},
                          {"licence_number", store::text_or_null(party.licence_number)},
                          {"area", store::text_or_null(party.area)},
                          {"expires_at", party.expires_at},
                          {"contact_email", store::text_or_null(party.contact_email)},
                          {"now", party.created_at}});
    recorder_.record(tx, kPartyCreated, actor, kPartyKind, party.id,
                     fmt::format(R"({{"kind":{}}})", json_quote(party.kind)));
    return party;
  });
}

Result<Party> Service::update_party(const std::string& actor, const Party& party) {
  MUSTER_CHECK_OK(check_party(party));
  return database_.write([&](store::Transaction& tx) -> Result<Party> {
    const auto before = find_party(tx, party.id);
    if (!before) return party_not_found();
    if (before->kind != party.kind)
      return refused("party_kind_immutable", "The kind of a party never changes; make a new party.", "kind");
    const auto changed = tx.run(kUpdateParty, {{"id", party.id},
                                               {"version", party.version},
                                               {"name", trim(party.name)},
                                               {"licence_number", store::text_or_null(party.licence_number)},
                                               {"area", store::text_or_null(party.area)},
                                               {"expires_at", party.expires_at},
                                               {"contact_email", store::text_or_null(party.contact_email)}});
    if (changed == 0)
      return Error{Failure::stale,
                   "stale_version",
                   "Somebody changed this party meanwhile; nothing was changed. Reload it and try again.",
                   {}};
    recorder_.record(tx, kPartyChanged, actor, kPartyKind, party.id);
    return *find_party(tx, party.id);
  });
}

Result<Party> Service::party(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Party> {
    auto found = find_party(tx, id);
    if (!found) return party_not_found();
    return *found;
  });
}

Result<std::vector<Party>> Service::list_parties(const std::string& kind, const std::string& after_id,
                                                 int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Party>> {
    std::vector<Party> out;
    const store::Binds binds{{"kind", kind}, {"after", after_id}, {"limit", limited(limit)}};
    for (const Row& row : tx.query(kind.empty() ? kListParties : kListPartiesOfKind, binds))
      out.push_back(party_of(row));
    return out;
  });
}

Result<std::vector<Party>> Service::find_parties(const std::string& name_start, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Party>> {
    std::vector<Party> out;
    // The greatest code point, U+10FFFF, ends the range of names that begin so.
    const store::Binds binds{{"start", name_start}, {"end", name_start + store::kBeyond}, {"limit", limited(limit)}};
    for (const Row& row : tx.query(kFindParties, binds)) out.push_back(party_of(row));
    return out;
  });
}

Result<Person> Service::create_person(const std::string& actor, const NewPerson& person) {
  return database_.write([&](store::Transaction& tx) { return create_person(tx, actor, person); });
}

Result<Person> Service::create_person(store::Transaction& tx, const std::string& actor, const NewPerson& person) {
  MUSTER_TRY(const std::string name, checked_name(person.display_name, "person_name", "display_name"));
  MUSTER_TRY(const std::string identity, normal_identity(person.identity));
  if (person.language != "en" && person.language != "zh")
    return invalid("person_language", "Languages are en and zh.", "language");
  const std::string index = vault_.blind_index("staff_identity", identity);
  if (!find_party(tx, person.party_id)) return invalid("person_party", "There is no such party.", "party_id");
  if (tx.one(kKnownIdentity, {{"identity_index", index}}))
    return conflict("person_known",
                    "This human has a person already; give that person the account or the role instead.", "identity");
  const std::string id = recorder_.new_id();
  tx.run(kInsertPerson, {{"id", id},
                         {"party_id", person.party_id},
                         {"display_name", name},
                         {"language", person.language},
                         {"identity_index", index},
                         {"now", recorder_.clock().now()}});
  recorder_.record(tx, kPersonCreated, actor, kPersonKind, id,
                   fmt::format(R"({{"party_id":{}}})", json_quote(person.party_id)));
  return *find_person(tx, id);
}

Result<Person> Service::person(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Person> {
    auto found = find_person(tx, id);
    if (!found) return person_not_found();
    return *found;
  });
}

Result<std::vector<Person>> Service::list_people(const std::string& party_id, const std::string& after_id,
                                                 int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Person>> {
    std::vector<Person> out;
    const store::Binds binds{{"party_id", party_id}, {"after", after_id}, {"limit", limited(limit)}};
    for (const Row& row : tx.query(party_id.empty() ? kListPeople : kListPeopleOf, binds))
      out.push_back(person_of(row));
    return out;
  });
}

Result<void> Service::end_person(const std::string& actor, const std::string& id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (!find_person(tx, id)) return person_not_found();
    if (tx.run(kEndPerson, {{"id", id}}) == 0) return conflict("person_ended", "This person has left already.");
    const Instant now = recorder_.clock().now();
    const auto roles = tx.run(kEndRoles, {{"id", id}, {"now", now}, {"actor", actor}});
    const auto keys = tx.run(kEndKeys, {{"id", id}, {"now", now}});
    recorder_.record(tx, kPersonEnded, actor, kPersonKind, id, fmt::format(R"({{"roles":{},"keys":{}}})", roles, keys));
    return {};
  });
}

}  // namespace muster::parties
