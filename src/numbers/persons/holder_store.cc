#include "holder_store.h"

#include <base/words.h>
#include <store/keys.h>

namespace muster::persons {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kHolder{"holder_get", "select * from holder where id = :id"};
// Documents first, then their holders: joined, a planner may hash all holders there are.
constexpr Sql kOwnersOf{"holder_document_owners",
                        "select number_index, id, holder_id from holder_document where number_index in " MUSTER_KEYS};
constexpr Sql kOwnerOf{"holder_document_owner",
                       "select number_index, id, holder_id from holder_document where number_index in (:number, "
                       ":former)"};
constexpr Sql kHolders{"holder_get_all", "select * from holder where id in " MUSTER_KEYS};
constexpr Sql kDocuments{"holder_documents", "select * from holder_document where holder_id = :id order by ordinal"};
constexpr Sql kDocument{"holder_document_get", "select * from holder_document where id = :id"};
constexpr Sql kInsertDocument{"holder_document_insert",
                              "insert into holder_document(id, holder_id, ordinal, kind, country, number_index, "
                              "index_generation, expires_on, evidence, evidence_ref, added_by, added_at) values(:id, "
                              ":holder, :ordinal, :kind, :country, :number, :generation, :expires, :evidence, :ref, "
                              ":by, :at)"};
constexpr Sql kInsertLink{"holder_link_insert",
                          "insert into holder_link(id, holder_id, into_id, evidence, evidence_ref, linked_by, at) "
                          "values(:id, :holder, :into, :evidence, :ref, :by, :at)"};
constexpr Sql kSameAs{"holder_same_as",
                      "update holder set same_as = :into, version = version + 1 where id = :id or same_as = :id"};
constexpr Sql kOpenLinks{"holder_links_open",
                         "select id from holder_link k where holder_id = :id and not exists(select 1 from "
                         "holder_unlink u where u.link_id = k.id) order by id"};
constexpr Sql kLinkedInto{"holder_linked_into",
                          "select distinct holder_id from holder_link k where into_id = :id and not exists(select 1 "
                          "from holder_unlink u where u.link_id = k.id) order by holder_id"};
constexpr Sql kInsertUnlink{"holder_unlink_insert",
                            "insert into holder_unlink(link_id, holder_id, evidence, evidence_ref, undone_by, at) "
                            "values(:link, :holder, :evidence, :ref, :by, :at)"};
constexpr Sql kCountAs{"holder_count_as", "update holder set same_as = :into, version = version + 1 where id = :id"};
constexpr Sql kInsertHold{"holder_hold_insert",
                          "insert into holder_hold(id, holder_id, reference, placed_by, placed_at) "
                          "values(:id, :holder, :reference, :by, :at)"};
constexpr Sql kHold{"holder_hold_get", "select holder_id from holder_hold where id = :id and lifted_at is null"};
constexpr Sql kLift{"holder_hold_lift", "update holder_hold set lifted_at = :at where id = :id"};
constexpr Sql kForget{
    "holder_forget",
    "update holder set destroyed_at = :at, identity_index = null, version = version + 1 where id = :id"};
constexpr Sql kForgetDocuments{"holder_document_forget",
                               "update holder_document set number_index = null where holder_id = :id"};
constexpr Sql kUnderHold{"holder_under_hold",
                         "select 1 as yes from holder_hold where holder_id = :id and lifted_at is null limit 1"};
constexpr Sql kPastTerm{
    "holder_past_term",
    "select distinct o.holder_id from line_ownership o join holder h on h.id = o.holder_id where "
    "o.until_at <= :before and h.destroyed_at is null and not exists(select 1 from line_ownership l "
    "where l.holder_id = o.holder_id and (l.until_at is null or l.until_at > :before)) and not exists("
    "select 1 from holder_hold k where k.holder_id = h.id and k.lifted_at is null) limit :limit"};

Holder holder_of(const Row& row) {
  Holder h;
  h.id = row.text("id");
  h.category = known(category(row.text("category")));
  h.identity_index = row.text("identity_index");
  h.same_as = row.text("same_as");
  h.guardian_id = row.text("guardian_id");
  h.created_at = row.instant("created_at");
  h.destroyed_at = row.maybe_instant("destroyed_at");
  h.version = row.integer("version");
  return h;
}

HolderDocument document_of(const Row& row) {
  HolderDocument d;
  d.id = row.text("id");
  d.holder_id = row.text("holder_id");
  d.ordinal = row.integer("ordinal");
  d.kind = row.text("kind");
  d.country = row.text("country");
  d.expires_on = row.text("expires_on");
  d.evidence = known(evidence(row.text("evidence")));
  d.evidence_ref = row.text("evidence_ref");
  d.added_by = row.text("added_by");
  d.added_at = row.instant("added_at");
  return d;
}

}  // namespace

std::optional<Holder> find_holder(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kHolder, {{"id", id}});
  return row ? std::optional(holder_of(*row)) : std::nullopt;
}

std::map<std::string, Shown> find_by_documents(store::Transaction& tx, const std::vector<vault::Index>& indexes) {
  std::map<std::string, Shown> out;
  std::vector<std::string> owners, values;
  std::map<std::string, std::string> newest;  // by the former value, under which a document may stand still
  const auto take = [&](const Row& row) {
    Shown shown;
    shown.holder.id = row.text("holder_id");
    shown.document_id = row.text("id");
    owners.push_back(shown.holder.id);
    std::string value = row.text("number_index");
    const auto at = newest.find(value);
    out.emplace(at == newest.end() ? std::move(value) : at->second, std::move(shown));
  };
  for (const vault::Index& index : indexes) {
    values.push_back(index.value);
    if (index.former.empty()) continue;
    values.push_back(index.former);
    newest.emplace(index.former, index.value);
  }
  if (indexes.size() == 1) {
    const vault::Index& one = indexes.front();
    if (const auto row = tx.one(kOwnerOf, {{"number", one.value}, {"former", one.other()}})) take(*row);
  } else {
    store::each_of(tx, kOwnersOf, values, take);
  }
  std::map<std::string, Holder> holders;
  store::each_of(tx, kHolders, owners, [&](const Row& row) { holders.emplace(row.text("id"), holder_of(row)); });
  for (auto& [index, shown] : out) shown.holder = holders.at(shown.holder.id);
  return out;
}

std::vector<HolderDocument> documents_of(store::Transaction& tx, const std::string& holder_id) {
  std::vector<HolderDocument> out;
  for (const Row& row : tx.query(kDocuments, {{"id", holder_id}})) out.push_back(document_of(row));
  return out;
}
std::optional<HolderDocument> find_document(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kDocument, {{"id", id}});
  return row ? std::optional(document_of(*row)) : std::nullopt;
}

void insert(store::Transaction& tx, const HolderDocument& d, const vault::Index& number) {
  tx.run(kInsertDocument, {{"id", d.id},
                           {"holder", d.holder_id},
                           {"ordinal", d.ordinal},
                           {"kind", d.kind},
                           {"country", d.country},
                           {"number", number.value},
                           {"generation", number.generation},
                           {"expires", d.expires_on},
                           {"evidence", to_text(d.evidence)},
                           {"ref", d.evidence_ref},
                           {"by", d.added_by},
                           {"at", d.added_at}});
}

void insert_link(store::Transaction& tx, const std::string& id, const Holder& holder, const std::string& into_id,
                 Evidence evidence, const std::string& reference, const std::string& actor, Instant now) {
  tx.run(kInsertLink, {{"id", id},
                       {"holder", holder.id},
                       {"into", into_id},
                       {"evidence", to_text(evidence)},
                       {"ref", reference},
                       {"by", actor},
                       {"at", now}});
}
void set_same_as(store::Transaction& tx, const std::string& holder_id, const std::string& into_id) {
  tx.run(kSameAs, {{"id", holder_id}, {"into", into_id}});
}

std::vector<std::string> open_links_of(store::Transaction& tx, const std::string& holder_id) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kOpenLinks, {{"id", holder_id}})) out.push_back(row.text("id"));
  return out;
}
std::vector<std::string> linked_into(store::Transaction& tx, const std::string& holder_id) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kLinkedInto, {{"id", holder_id}})) out.push_back(row.text("holder_id"));
  return out;
}
void insert_unlink(store::Transaction& tx, const std::string& link_id, const std::string& holder_id, const Proof& proof,
                   const std::string& actor, Instant now) {
  tx.run(kInsertUnlink, {{"link", link_id},
                         {"holder", holder_id},
                         {"evidence", to_text(proof.evidence)},
                         {"ref", proof.reference},
                         {"by", actor},
                         {"at", now}});
}
void count_as(store::Transaction& tx, const std::string& holder_id, const std::optional<std::string>& into_id) {
  tx.run(kCountAs, {{"id", holder_id}, {"into", into_id}});
}

void insert_hold(store::Transaction& tx, const std::string& id, const std::string& holder_id,
                 const std::string& reference, const std::string& actor, Instant now) {
  tx.run(kInsertHold, {{"id", id}, {"holder", holder_id}, {"reference", reference}, {"by", actor}, {"at", now}});
}
bool under_hold(store::Transaction& tx, const std::string& holder_id) {
  return tx.one(kUnderHold, {{"id", holder_id}}).has_value();
}
std::optional<std::string> lift(store::Transaction& tx, const std::string& hold_id, Instant now) {
  const auto row = tx.one(kHold, {{"id", hold_id}});
  if (!row) return std::nullopt;
  tx.run(kLift, {{"id", hold_id}, {"at", now}});
  return row->text("holder_id");
}

void forget(store::Transaction& tx, const std::string& holder_id, Instant now) {
  tx.run(kForget, {{"id", holder_id}, {"at", now}});
  tx.run(kForgetDocuments, {{"id", holder_id}});
}
std::vector<std::string> past_term(store::Transaction& tx, Instant before, int limit) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kPastTerm, {{"before", before}, {"limit", limit}}))
    out.push_back(row.text("holder_id"));
  return out;
}

}  // namespace muster::persons
