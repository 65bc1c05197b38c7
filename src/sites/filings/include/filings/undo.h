// A whole import taken back. What it brought in and nobody has touched since is cancelled by the state table, never
// deleted; what was touched stays and is told. A batch of the import is a transaction, an event and a step of the way,
// so that one that was cut off goes on where it was, and one that runs twice changes nothing. Thread-safe.
#pragma once

#include <base/result.h>
#include <events/event.h>
#include <filings/filing.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace muster::filings {

// Body: {"import":id,"ordinal":n,"cancelled":n,"left":n,"reasons":[…]}; record_kind "filing_batch". The filings are
// those of the batch whose version is 2 and whose reason is that of the undoing.
inline constexpr events::Kind kImportUndone{"filing.import_undone", 1, "A batch of an import was taken back."};

struct ImportRecord {
  std::string id, source_name, format, state;  // running, done
  std::int64_t accepted = 0;
  int batches = 0, batches_undone = 0;
  std::int64_t cancelled = 0, left = 0;  // by undoing
  std::string actor;
  Instant started_at;
};
struct ImportPage {
  std::vector<ImportRecord> items;
  std::string next;
};

struct Left {
  std::string site_id, number;
  State state = State::filed;
};
struct UndoProgress {
  std::int64_t cancelled = 0, left = 0;
  int batches = 0, batches_all = 0;
};
struct UndoOptions {
  std::string reason = {};  // the sentence that the filings carry from then on
  bool dry_run = false;
  std::function<void(const Left&)> on_left = {};  // touched since, or ended already
  // Called after each batch; false stops after it.
  std::function<bool(const UndoProgress&)> on_progress = {};
};
struct UndoResult : UndoProgress {
  bool stopped = false;
};

class Undo {
 public:
  Undo(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}
  Result<ImportPage> imports(const std::string& after, int limit) const;  // newest first
  Result<ImportRecord> import(const std::string& id) const;               // import_unknown
  // Errors: filing_not_yours (the register's staff alone), import_unknown, import_running (finish it first),
  // reason_missing, reason_too_long.
  Result<UndoResult> run(const std::string& import_id, const Actor& actor, const UndoOptions& options) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::filings
