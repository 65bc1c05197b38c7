#include "filing_json.h"
#include "rule_support.h"
#include "undo_store.h"
#include <base/text.h>
#include <filings/events.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::filings {
namespace {

constexpr int kPageMax = 500;

Error unknown_import() {
  return not_found("import_unknown", "There is no such import.");
}

}  // namespace

Result<ImportPage> Undo::imports(const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<ImportPage> {
    const int rows = std::clamp(limit, 1, kPageMax);
    ImportPage page{import_records(tx, after, rows), {}};
    if (static_cast<int>(page.items.size()) == rows) page.next = page.items.back().id;
    return page;
  });
}

Result<ImportRecord> Undo::import(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<ImportRecord> {
    auto found = find_import(tx, id);
    return found ? Result<ImportRecord>(std::move(*found)) : unknown_import();
  });
}

Result<UndoResult> Undo::run(const std::string& import_id, const Actor& actor, const UndoOptions& options) const {
  if (!actor.registrar) return refused("filing_not_yours", "Taking an import back is for the register's staff.");
  MUSTER_CHECK_OK(check_reason(options.reason));
  MUSTER_TRY(const ImportRecord record, import(import_id));
  if (record.state == "running")
    return conflict("import_running", "This import was cut off and can still go on; finish it, then take it back.");
  UndoResult result;
  result.cancelled = record.cancelled;
  result.left = record.left;
  result.batches = record.batches_undone;
  result.batches_all = record.batches;
  const std::string reasons = to_json(std::vector<std::string>{options.reason});
  for (std::int64_t after = 0; !result.stopped;) {
    std::vector<Left> left;
    std::int64_t cancelled = 0;
    std::optional<Batch> batch;
    const auto work = [&](store::Transaction& tx) -> Result<void> {
      left.clear();
      batch = next_batch(tx, import_id, after);
      if (!batch) return {};
      // Told before it is done: afterwards what was cancelled looks touched.
      each_left(tx, batch->id, [&](const Left& one) { left.push_back(one); });
      if (options.dry_run) {
        cancelled = count_untouched(tx, batch->id);
        return {};
      }
      const Instant now = recorder_.clock().now();
      cancelled = cancel_untouched(tx, batch->id, reasons, now);
      insert_undone(tx, import_id, *batch, cancelled, actor.id, now);
      recorder_.record(
          tx, kImportUndone, actor.id, kBatchRecord, batch->id,
          fmt::format(R"({{"import":{},"ordinal":{},"cancelled":{},"left":{},"reasons":{}}})", json_quote(import_id),
                      batch->ordinal, cancelled, batch->filings - cancelled, reasons));
      return {};
    };
    MUSTER_CHECK_OK(options.dry_run ? database_.read(work) : database_.write(work));
    if (!batch) break;
    after = batch->ordinal;
    ++result.batches;
    result.cancelled += cancelled;
    result.left += batch->filings - cancelled;
    if (options.on_left)
      for (const Left& one : left) options.on_left(one);
    if (options.on_progress && !options.on_progress(result)) result.stopped = true;
  }
  return result;
}

}  // namespace muster::filings
