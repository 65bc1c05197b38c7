#include <identifiers/mrz.h>
#include <persons/holder.h>
#include <persons/records.h>
#include <registration/indexed.h>

namespace muster::registration {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kIndexedNext{
    "proxy_indexed_next",
    "select registration_id, vault_id, document_kind, country, case when number_index is null then 0 "
    "else 1 end as has_index, index_generation from registration_proxy where registration_id > :after "
    "order by registration_id limit :limit"};
constexpr Sql kIndexTurn{"proxy_index_turn",
                         "update registration_proxy set number_index = :value, index_generation = :generation where "
                         "registration_id = :id"};
constexpr Sql kIndexedCount{"proxy_count", "select count(*) as n from registration_proxy"};
constexpr Sql kClaimKinds{"unverified_document_kinds", "select distinct document_kind from unverified_line"};

constexpr const char* kKeptPurposes[] = {"registration_key",
                                         "registration_request",
                                         "transfer_key",
                                         "transfer_request",
                                         "reconnection_key",
                                         "reconnection_request",
                                         "registration_of_transfer",
                                         "registration_of_transfer_request"};

Error source_missing() {
  return internal_error("index_source_missing",
                        "A proxy's protected fields lack the number that the index was made of. Run muster-numbers "
                        "ledger verify and put back a copy.");
}

}  // namespace

vault::IndexedTable indexed_proxies(const vault::Vault& vault) {
  vault::IndexedTable out;
  out.name = "registration_proxy";
  out.count = [](store::Transaction& tx) { return tx.one(kIndexedCount)->integer("n"); };
  out.turn = [&vault](store::Transaction& tx, const vault::IndexKeys& keys, const std::string& after,
                      int limit) -> Result<vault::IndexedTable::Turned> {
    const std::string field = persons::document_field(1);
    vault::IndexedTable::Turned turned;
    for (const Row& row : tx.query(kIndexedNext, {{"after", after}, {"limit", limit}})) {
      turned.last = row.text("registration_id");
      if (row.integer("has_index") == 0 || row.integer("index_generation") >= keys.generation()) continue;
      MUSTER_TRY(const int done, vault.compare(tx, row.text("vault_id"), {field}, [&](const vault::Fields& fields) {
        const auto number = fields.find(field);
        if (number == fields.end()) return 0;
        const vault::Index index =
            persons::document_index(keys, {row.text("document_kind"), row.text("country"), number->second, ""});
        tx.run(kIndexTurn, {{"id", turned.last}, {"value", index.value}, {"generation", index.generation}});
        return 1;
      }));
      if (done == 0) return source_missing();
      ++turned.records;
    }
    return turned;
  };
  return out;
}

std::vector<std::string> kept_purposes(store::Transaction& tx) {
  std::vector<std::string> out(std::begin(kKeptPurposes), std::end(kKeptPurposes));
  for (const Row& row : tx.query(kClaimKinds)) {
    const std::string of_kind = "unverified_claim:" + row.text("document_kind") + ":";
    out.push_back(of_kind);  // files that name no country
    std::string code = "AAA";
    for (code[0] = 'A'; code[0] <= 'Z'; ++code[0])
      for (code[1] = 'A'; code[1] <= 'Z'; ++code[1])
        for (code[2] = 'A'; code[2] <= 'Z'; ++code[2])
          if (identifiers::is_mrz_country(code) || code == "DEU") out.push_back(of_kind + code);
  }
  return out;
}

}  // namespace muster::registration
