#include "duplicate_store.h"
#include "holder_store.h"
#include "majority_store.h"
#include <persons/indexed.h>
#include <persons/rules.h>

namespace muster::persons {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kIndexedNext{
    "holder_indexed_next",
    "select id, case when identity_index is null then 0 else 1 end as has_index, index_generation from "
    "holder where id > :after order by id limit :limit"};
constexpr Sql kIndexedDocuments{"holder_indexed_documents",
                                "select id, ordinal, kind, country from holder_document where holder_id = :id and "
                                "number_index is not null and index_generation < :generation order by ordinal"};
constexpr Sql kIndexTurn{
    "holder_index_turn",
    "update holder set identity_index = :value, index_generation = :generation, version = version + 1 "
    "where id = :id"};
constexpr Sql kIndexTurnDocument{
    "holder_document_index_turn",
    "update holder_document set number_index = :value, index_generation = :generation where id "
    "= :id"};
constexpr Sql kIndexTurnMinor{"holder_minor_index_turn",
                              "update holder_minor set birth_index = :value where holder_id = :id"};
// What the schema asked for when the correction was confirmed; nothing looks for it any more.
constexpr Sql kDropCorrections{"holder_correction_index_drop",
                               "update holder_correction set identity_index = null where holder_id = :id and "
                               "identity_index is not null"};
constexpr Sql kIndexedCount{"holder_count", "select count(*) as n from holder"};

Error source_missing() {
  return internal_error("index_source_missing",
                        "A holder's protected fields lack what the index was made of. Run muster-numbers ledger verify "
                        "and put back a copy.");
}

// The hashes of one holder, anew. Gives 1, or 0 where something is missing.
int turn_fields(store::Transaction& tx, const vault::IndexKeys& keys, const std::string& id,
                const vault::Fields& fields) {
  const auto name = fields.find(kNameField), birth = fields.find(kBirthField);
  if (name == fields.end() || birth == fields.end()) return 0;
  for (const Row& row : tx.query(kIndexedDocuments, {{"id", id}, {"generation", keys.generation()}})) {
    const auto number = fields.find(document_field(row.integer("ordinal")));
    if (number == fields.end()) return 0;
    const vault::Index index = document_index(keys, {row.text("kind"), row.text("country"), number->second, ""});
    tx.run(kIndexTurnDocument, {{"id", row.text("id")}, {"value", index.value}, {"generation", index.generation}});
  }
  const vault::Index identity = identity_index(keys, {name->second, birth->second, ""});
  tx.run(kIndexTurn, {{"id", id}, {"value", identity.value}, {"generation", identity.generation}});
  tx.run(kIndexTurnMinor, {{"id", id}, {"value", birth_index(keys, birth->second).value}});
  tx.run(kDropCorrections, {{"id", id}});
  turn_blocks(tx, id, blocks_of(keys, comparable_of(fields, {})));
  return 1;
}

}  // namespace

vault::IndexedTable indexed_holders(const vault::Vault& vault) {
  vault::IndexedTable out;
  out.name = "holder";
  out.count = [](store::Transaction& tx) { return tx.one(kIndexedCount)->integer("n"); };
  out.turn = [&vault](store::Transaction& tx, const vault::IndexKeys& keys, const std::string& after,
                      int limit) -> Result<vault::IndexedTable::Turned> {
    vault::IndexedTable::Turned turned;
    for (const Row& row : tx.query(kIndexedNext, {{"after", after}, {"limit", limit}})) {
      turned.last = row.text("id");
      // Destroyed, or new since the rotation began.
      if (row.integer("has_index") == 0 || row.integer("index_generation") >= keys.generation()) continue;
      MUSTER_TRY(const int done, vault.compare(tx, turned.last, {}, [&](const vault::Fields& fields) {
        return turn_fields(tx, keys, turned.last, fields);
      }));
      if (done == 0) return source_missing();
      ++turned.records;
    }
    return turned;
  };
  return out;
}

}  // namespace muster::persons
