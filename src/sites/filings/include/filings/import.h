// Registers that come in as files: CSV or JSON lines (docs/formats.md). Good records go in, each bad line is told with
// number, field, code and sentence. Batches commit with the cursor: an import that was cut off goes on where it was,
// and one that runs twice changes nothing. One event a batch, with the Merkle root over its rows: each filing stays
// provable.
#pragma once

#include <base/result.h>
#include <filings/service.h>

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace muster::filings {

enum class Format : std::uint8_t { csv, jsonl };

struct LineError {
  std::int64_t line = 0;  // the first line of the record, from 1
  std::string number;     // the site's number, if the line had one
  Error error;
};

struct ImportOptions {
  std::string source_name;  // the file's name: an interrupted import of it is taken up again
  Format format = Format::csv;
  bool dry_run = false;
  bool resume = true;
  bool make_providers = false;  // an access provider that is unknown becomes a party; else its line is refused
  std::string provider_id;      // for lines that name none
  int batch_rows = 5000;
  std::string actor;
  // Called for each bad line, in order. Not kept: 10,000 bad lines need no memory.
  std::function<void(const LineError&)> on_error;
  // Called after each batch; false stops after it (what is in stays in).
  std::function<bool(const struct ImportProgress&)> on_progress;
};

struct ImportProgress {
  std::int64_t lines = 0, accepted = 0, already_in = 0, refused = 0, bytes = 0;
  int batches = 0;
};

struct ImportResult : ImportProgress {
  std::string id;  // of the import, empty for a dry run
  bool resumed = false;
  bool stopped = false;
};

class Importer {
 public:
  Importer(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault)
      : database_(database), recorder_(recorder), vault_(vault) {}

  // Errors end the import (what was committed stays, and is taken up again): text_is_utf16, csv_header_missing,
  // csv_column_unknown, csv_column_missing, file_is_binary, import_read, disk_full, database_unavailable.
  Result<ImportResult> run(std::istream& in, const ImportOptions& options) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
};

}  // namespace muster::filings
