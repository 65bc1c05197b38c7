#include "log_store.h"

#include <limits>
#include <stdexcept>

namespace muster::ledger::tables {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kSize{"ledger_size", "select coalesce(max(idx) + 1, 0) as size from ledger_sequence"};
constexpr Sql kAnyPending{"ledger_any_pending", "select event_id from ledger_pending limit 1"};
constexpr Sql kPending{"ledger_pending",
                       "select p.event_id, l.hash from ledger_pending p join ledger_leaf l on l.event_id = p.event_id "
                       "order by p.seq limit :limit"};
constexpr Sql kUnpend{"ledger_unpend",
                      "delete from ledger_pending where event_id in "
                      "(select event_id from ledger_sequence where idx >= :from and idx < :to)"};
constexpr Sql kLeafHash{
    "ledger_leaf_hash",
    "select l.hash from ledger_sequence s join ledger_leaf l on l.event_id = s.event_id where s.idx = :idx"};
constexpr Sql kNode{"ledger_node", "select hash from ledger_node where level = :level and idx = :idx"};

constexpr Sql kLatest{"ledger_checkpoint_latest",
                      "select size, root, note, at from ledger_checkpoint order by size desc limit 1"};
constexpr Sql kAt{"ledger_checkpoint_at", "select size, root, note, at from ledger_checkpoint where size = :size"};
constexpr Sql kWitnessed{"ledger_checkpoint_witnessed",
                         "select c.size, c.root, c.note, c.at from ledger_cosignature s "
                         "join ledger_witness w on w.name = s.witness and w.retired_at is null "
                         "join ledger_checkpoint c on c.size = s.size order by s.size desc limit 1"};
constexpr Sql kInsertCheckpoint{"ledger_checkpoint_insert",
                                "insert into ledger_checkpoint(size, root, note, at) values(:size, :root, :note, :at)"};
constexpr Sql kLines{
    "ledger_cosignature_lines",
    "select s.line, w.retired_at from ledger_cosignature s join ledger_witness w on w.name = s.witness "
    "where s.size = :size order by s.witness"};

constexpr Sql kIndexOf{"ledger_index_of", "select idx from ledger_sequence where event_id = :event_id"};
constexpr Sql kHasLeaf{"ledger_has_leaf", "select event_id from ledger_leaf where event_id = :event_id"};
#define ENTRY_COLUMNS                                                                                 \
  "s.idx, s.event_id, l.data, l.hash, e.kind, e.version, e.at, e.actor, e.record_kind, e.record_id, " \
  "coalesce(p.salt, '') as salt, coalesce(p.body, '') as body "
#define ENTRY_TABLES                                                                                        \
  "from ledger_sequence s join ledger_leaf l on l.event_id = s.event_id join event e on e.id = s.event_id " \
  "left join event_payload p on p.event_id = s.event_id "
constexpr Sql kEntry{"ledger_entry", "select " ENTRY_COLUMNS ENTRY_TABLES "where s.idx = :idx"};
constexpr Sql kAfter{"ledger_entries_after",
                     "select " ENTRY_COLUMNS ENTRY_TABLES "where s.idx > :after order by s.idx limit :limit"};
constexpr Sql kBefore{"ledger_entries_before",
                      "select " ENTRY_COLUMNS ENTRY_TABLES "where s.idx < :before order by s.idx desc limit :limit"};
constexpr Sql kOfRecord{
    "ledger_entries_of_record",
    "select " ENTRY_COLUMNS
    "from event e join ledger_sequence s on s.event_id = e.id join ledger_leaf l on l.event_id = e.id "
    "left join event_payload p on p.event_id = e.id "
    "where e.record_kind = :record_kind and e.record_id = :record_id and s.idx < :before "
    "order by s.idx desc limit :limit"};

constexpr Sql kWitnesses{
    "ledger_witnesses",
    "select name, verifier, url, enrolled_at, enrolled_by, retired_at, coalesce((select max(s.size) "
    "from ledger_cosignature s where s.witness = w.name), 0) as cosigned, (select s.at from ledger_cosignature s "
    "where s.witness = w.name order by s.size desc limit 1) as cosigned_at from ledger_witness w order by name"};
constexpr Sql kInsertWitness{"ledger_witness_insert",
                             "insert into ledger_witness(name, verifier, url, enrolled_at, enrolled_by, retired_at) "
                             "values(:name, :verifier, :url, :at, :by, null)"};
constexpr Sql kRetire{"ledger_witness_retire",
                      "update ledger_witness set retired_at = :at where name = :name and retired_at is null"};
constexpr Sql kHasCosignature{"ledger_has_cosignature",
                              "select size from ledger_cosignature where size = :size and witness = :witness"};
constexpr Sql kInsertCosignature{
    "ledger_cosignature_insert",
    "insert into ledger_cosignature(size, witness, line, at) values(:size, :witness, :line, :at)"};

// A hash of the schema's right length that isn't hexadecimal stands for itself as zeros: verify names it.
Hash hash_of(const std::string& hex) {
  const auto hash = hash_from_hex(hex);
  return hash.ok() ? *hash : Hash{};
}

std::optional<Checkpoint> checkpoint_of(const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  return Checkpoint{row->integer("size"), hash_of(row->text("root")), row->instant("at"), row->text("note"), 0};
}

Entry entry_of(const Row& row) {
  return {row.integer("idx"),
          {row.text("event_id"), row.text("kind"), static_cast<int>(row.integer("version")), row.instant("at"),
           row.text("actor"), row.text("record_kind"), row.text("record_id"), row.text("body")},
          row.text("salt"),
          row.text("data"),
          hash_of(row.text("hash"))};
}

std::vector<Entry> entries_of(const std::vector<Row>& rows) {
  std::vector<Entry> out;
  for (const Row& row : rows) out.push_back(entry_of(row));
  return out;
}

}  // namespace

std::int64_t size(Transaction& tx) {
  return tx.one(kSize)->integer("size");
}
bool anything_pending(Transaction& tx) {
  return tx.one(kAnyPending).has_value();
}

std::vector<PendingLeaf> pending(Transaction& tx, int limit) {
  std::vector<PendingLeaf> out;
  for (const Row& row : tx.query(kPending, {{"limit", limit}}))
    out.push_back({row.text("event_id"), hash_of(row.text("hash"))});
  return out;
}

void append_sequence(Transaction& tx, std::int64_t from, const std::vector<PendingLeaf>& leaves) {
  static constexpr std::string_view kColumns[] = {"idx", "event_id"};
  std::int64_t index = from;
  auto rows = tx.bulk("ledger_sequence", kColumns);
  for (const auto& leaf : leaves) rows->row(std::vector<store::Value>{index++, leaf.event_id});
  rows->finish();
  rows.reset();
  tx.run(kUnpend, {{"from", from}, {"to", index}});
}

void append_nodes(Transaction& tx, const std::vector<std::pair<merkle::NodeId, Hash>>& all) {
  static constexpr std::string_view kColumns[] = {"level", "idx", "hash"};
  auto rows = tx.bulk("ledger_node", kColumns);
  for (const auto& [id, hash] : all)
    rows->row(std::vector<store::Value>{std::int64_t{id.level}, id.index, to_hex(hash)});
  rows->finish();
}

merkle::NodeSource nodes(Transaction& tx) {
  return [&tx](merkle::NodeId id) -> std::optional<Hash> {
    const auto row = id.level == 0 ? tx.one(kLeafHash, {{"idx", id.index}})
                                   : tx.one(kNode, {{"level", id.level}, {"idx", id.index}});
    if (!row) return std::nullopt;
    return hash_of(row->text("hash"));
  };
}

std::optional<Checkpoint> latest_checkpoint(Transaction& tx) {
  return checkpoint_of(tx.one(kLatest));
}
std::optional<Checkpoint> checkpoint_at(Transaction& tx, std::int64_t at) {
  return checkpoint_of(tx.one(kAt, {{"size", at}}));
}
std::optional<Checkpoint> latest_witnessed(Transaction& tx) {
  return checkpoint_of(tx.one(kWitnessed));
}

void append_checkpoint(Transaction& tx, const Checkpoint& checkpoint) {
  tx.run(
      kInsertCheckpoint,
      {{"size", checkpoint.size}, {"root", to_hex(checkpoint.root)}, {"note", checkpoint.note}, {"at", checkpoint.at}});
}

Checkpoint with_cosignatures(Transaction& tx, Checkpoint checkpoint) {
  for (const Row& row : tx.query(kLines, {{"size", checkpoint.size}})) {
    checkpoint.note += row.text("line");
    if (row.is_null("retired_at")) ++checkpoint.cosignatures;
  }
  return checkpoint;
}

std::optional<std::int64_t> index_of(Transaction& tx, const std::string& event_id) {
  const auto row = tx.one(kIndexOf, {{"event_id", event_id}});
  if (!row) return std::nullopt;
  return row->integer("idx");
}
bool has_leaf(Transaction& tx, const std::string& event_id) {
  return tx.one(kHasLeaf, {{"event_id", event_id}}).has_value();
}

std::optional<Entry> entry(Transaction& tx, std::int64_t index) {
  const auto row = tx.one(kEntry, {{"idx", index}});
  if (!row) return std::nullopt;
  return entry_of(*row);
}
std::vector<Entry> entries_after(Transaction& tx, std::int64_t after, int limit) {
  return entries_of(tx.query(kAfter, {{"after", after}, {"limit", limit}}));
}
std::vector<Entry> entries_before(Transaction& tx, std::int64_t before, int limit) {
  return entries_of(tx.query(kBefore, {{"before", before}, {"limit", limit}}));
}
std::vector<Entry> entries_of_record(Transaction& tx, std::int64_t before, int limit, const std::string& record_kind,
                                     const std::string& record_id) {
  return entries_of(tx.query(
      kOfRecord, {{"record_kind", record_kind}, {"record_id", record_id}, {"before", before}, {"limit", limit}}));
}

std::vector<EnrolledWitness> witnesses(Transaction& tx) {
  std::vector<EnrolledWitness> out;
  for (const Row& row : tx.query(kWitnesses)) {
    EnrolledWitness witness{row.text("name"),        {},
                            row.text("url"),         row.instant("enrolled_at"),
                            row.text("enrolled_by"), row.maybe_instant("retired_at"),
                            row.integer("cosigned"), row.maybe_instant("cosigned_at")};
    if (auto key = VerifierKey::parse(row.text("verifier")); key.ok()) witness.key = *key;
    out.push_back(std::move(witness));
  }
  return out;
}

void insert_witness(Transaction& tx, const EnrolledWitness& witness) {
  tx.run(kInsertWitness, {{"name", witness.name},
                          {"verifier", witness.key.to_text()},
                          {"url", witness.url},
                          {"at", witness.enrolled_at},
                          {"by", witness.enrolled_by}});
}
bool retire_witness(Transaction& tx, const std::string& name, Instant at) {
  return tx.run(kRetire, {{"name", name}, {"at", at}}) > 0;
}
bool has_cosignature(Transaction& tx, std::int64_t at, const std::string& witness) {
  return tx.one(kHasCosignature, {{"size", at}, {"witness", witness}}).has_value();
}
void insert_cosignature(Transaction& tx, std::int64_t at_size, const std::string& witness, const std::string& line,
                        Instant at) {
  tx.run(kInsertCosignature, {{"size", at_size}, {"witness", witness}, {"line", line}, {"at", at}});
}

}  // namespace muster::ledger::tables
