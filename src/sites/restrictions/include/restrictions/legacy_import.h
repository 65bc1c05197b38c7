// Lists of blocks of another system: plain names, CSV, hosts files and RPZ zones (docs/formats.md). Good lines go in by
// batches, each in one transaction with its cursor and one event; each bad line is told with number, code and sentence.
// An import that was cut off goes on where it was when the file begins with the same lines. Memory does not grow with
// the file; a dry run alone keeps a hash a name, to tell doubles within it.
#pragma once

#include <restrictions/legacy_service.h>

#include <iosfwd>

namespace muster::restrictions {

enum class LegacyFormat : std::uint8_t { automatic, plain, csv, hosts, rpz };
const char* to_text(LegacyFormat format);
std::optional<LegacyFormat> legacy_format(std::string_view text);

struct LegacyLineError {
  std::int64_t line = 0;
  Error error;
};
struct LegacyProgress {
  std::int64_t lines = 0;       // records looked at
  std::int64_t accepted = 0;    // in a dry run: those that would be
  std::int64_t already_in = 0;  // waiting already, or twice in the file
  std::int64_t refused = 0;
  std::int64_t skipped = 0;  // what is no block: comments of hosts files, a zone's SOA and NS, pass-through rules
  std::int64_t bytes = 0;
  int batches = 0;
};
struct LegacyImportOptions {
  std::string source_name = {};
  LegacyFormat format = LegacyFormat::automatic;
  bool dry_run = false;
  bool resume = true;
  int batch_rows = 5'000;
  Instant redecide_by;  // of every block that comes in; the policy's restriction.legacy_redecide from now
  std::string actor = {};
  std::function<void(const LegacyLineError&)> on_error = {};    // in order of lines; not kept
  std::function<bool(const LegacyProgress&)> on_progress = {};  // after each batch; false stops after it
};
struct LegacyImportResult : LegacyProgress {
  std::string id;  // of the import, empty for a dry run
  LegacyFormat format = LegacyFormat::plain;
  Instant redecide_by;
  bool resumed = false, stopped = false;
};

inline constexpr std::size_t kLegacyLineMax = 64u << 10;  // bytes

class LegacyImporter {
 public:
  LegacyImporter(store::Database& database, const ledger::Recorder& recorder)
      : database_(database), recorder_(recorder) {}
  // Errors end the import (what was committed stays, and is taken up again): text_is_utf16, text_is_binary,
  // import_empty, csv_column_missing, csv_column_twice, import_read, import_batch_rows, database_unavailable.
  Result<LegacyImportResult> run(std::istream& in, const LegacyImportOptions& options) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::restrictions
