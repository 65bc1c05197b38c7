#include "undo_store.h"

#include <base/words.h>

namespace muster::filings {
namespace {

// Every change of a filing, of its site or of an access counts its version up; an access that was asked for later
// stands since later.
#define UNTOUCHED                                                                                                      \
  "f.batch_id = :batch and f.state = 'filed' and f.version = 1 and exists(select 1 from site s where s.id = f.id and " \
  "s.version = 1) and not exists(select 1 from access a where a.site_id = f.id and (a.version <> 1 or a.state_since "  \
  "<> f.state_since))"
#define RECORD                                                                                                 \
  "select i.id, i.source_name, i.format, i.state, i.accepted, i.batches, i.actor, i.started_at, "              \
  "(select count(*) from filing_batch_undone u where u.import_id = i.id) as batches_undone, "                  \
  "(select coalesce(sum(u.cancelled), 0) from filing_batch_undone u where u.import_id = i.id) as cancelled, "  \
  "(select coalesce(sum(u.left_alone), 0) from filing_batch_undone u where u.import_id = i.id) as left_alone " \
  "from filing_import i "
constexpr store::Sql kImports{"filing_import_list", RECORD "where i.id < :before order by i.id desc limit :limit"};
constexpr store::Sql kImport{"filing_import_get", RECORD "where i.id = :id"};
constexpr store::Sql kNextBatch{
    "filing_batch_next",
    "select b.id, b.ordinal, b.filings from filing_batch b where b.import_id = :import and b.ordinal > :after and not "
    "exists(select 1 from filing_batch_undone u where u.batch_id = b.id) order by b.ordinal limit 1"};
constexpr store::Sql kCount{"filing_batch_untouched", "select count(*) as n from filing f where " UNTOUCHED};
constexpr store::Sql kLeft{"filing_batch_left",
                           "select f.id, s.number, f.state from filing f join site s on s.id = f.id where f.batch_id = "
                           ":batch and not(" UNTOUCHED ") order by f.batch_row"};
constexpr store::Sql kCloseAccesses{
    "filing_batch_close_accesses",
    "update access set state = 'closed', state_since = :at, reasons = :reasons, version = version + 1 where state in "
    "('requested', 'reserved', 'open', 'held') and site_id in (select f.id from filing f where f.batch_id = :batch and "
    "f.state = 'cancelled' and f.version = 2 and f.cancelled_at = :at and f.reasons = :reasons)"};
constexpr store::Sql kCancel{
    "filing_batch_cancel",
    "update filing as f set state = 'cancelled', state_since = :at, due_at = null, reasons = :reasons, cancelled_at = "
    ":at, version = f.version + 1 where " UNTOUCHED};
constexpr store::Sql kUndone{
    "filing_batch_undone_insert",
    "insert into filing_batch_undone(batch_id, import_id, cancelled, left_alone, actor, at) values(:batch, :import, "
    ":cancelled, :left, :actor, :at)"};

constexpr const char* kAfterEveryId = "~";

ImportRecord record_of(const store::Row& row) {
  ImportRecord out;
  out.id = row.text("id");
  out.source_name = row.text("source_name");
  out.format = row.text("format");
  out.state = row.text("state");
  out.accepted = row.integer("accepted");
  out.batches = static_cast<int>(row.integer("batches"));
  out.batches_undone = static_cast<int>(row.integer("batches_undone"));
  out.cancelled = row.integer("cancelled");
  out.left = row.integer("left_alone");
  out.actor = row.text("actor");
  out.started_at = row.instant("started_at");
  return out;
}

}  // namespace

std::vector<ImportRecord> import_records(store::Transaction& tx, const std::string& before, int limit) {
  std::vector<ImportRecord> out;
  for (const auto& row : tx.query(kImports, {{"before", before.empty() ? kAfterEveryId : before}, {"limit", limit}}))
    out.push_back(record_of(row));
  return out;
}

std::optional<ImportRecord> find_import(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kImport, {{"id", id}});
  return row ? std::optional(record_of(*row)) : std::nullopt;
}

std::optional<Batch> next_batch(store::Transaction& tx, const std::string& import_id, std::int64_t after) {
  const auto row = tx.one(kNextBatch, {{"import", import_id}, {"after", after}});
  if (!row) return std::nullopt;
  return Batch{row->text("id"), row->integer("ordinal"), row->integer("filings")};
}

std::int64_t count_untouched(store::Transaction& tx, const std::string& batch_id) {
  return tx.one(kCount, {{"batch", batch_id}})->integer("n");
}

std::int64_t cancel_untouched(store::Transaction& tx, const std::string& batch_id, const std::string& reasons,
                              Instant at) {
  const std::int64_t cancelled = tx.run(kCancel, {{"batch", batch_id}, {"at", at}, {"reasons", reasons}});
  tx.run(kCloseAccesses, {{"batch", batch_id}, {"at", at}, {"reasons", reasons}});
  return cancelled;
}

void each_left(store::Transaction& tx, const std::string& batch_id, const std::function<void(const Left&)>& visit) {
  tx.each(kLeft, {{"batch", batch_id}}, [&](const store::Row& row) {
    visit({row.text("id"), row.text("number"), known(state_of(row.text("state")))});
    return true;
  });
}

void insert_undone(store::Transaction& tx, const std::string& import_id, const Batch& batch, std::int64_t cancelled,
                   const std::string& actor, Instant at) {
  tx.run(kUndone, {{"batch", batch.id},
                   {"import", import_id},
                   {"cancelled", cancelled},
                   {"left", batch.filings - cancelled},
                   {"actor", actor},
                   {"at", at}});
}

}  // namespace muster::filings
