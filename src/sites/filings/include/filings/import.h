// Registers that come in as files: CSV, JSON lines or a sheet of an XLSX workbook (docs/formats.md). Good records go
// in, each bad line is told with number, field, code and sentence. Batches commit with the cursor: an import that was
// cut off goes on where it was, and one that runs twice changes nothing. One event a batch, with the Merkle root over
// its rows: each filing stays provable.
#pragma once

#include <base/result.h>
#include <filings/mapping.h>
#include <filings/service.h>

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace muster::filings {

enum class Format : std::uint8_t { csv, jsonl, xlsx };
const char* to_text(Format format);
std::optional<Format> import_format(std::string_view word);
// A mapping is of a table's columns, and a sheet is a workbook's. Errors: mapping_csv_only, sheet_xlsx_only,
// sheet_name.
Result<void> check_layout(bool mapped, std::string_view sheet, Format format);

struct LineError {
  std::int64_t line = 0;  // the first line of the record, from 1; of a workbook the row as the spreadsheet shows it
  std::string number;     // the site's number, if the line had one
  Error error;            // its field is the column
};

struct ImportProgress {
  std::int64_t lines = 0;       // records looked at, the header not counted
  std::int64_t accepted = 0;    // new filings; in a dry run those that would be
  std::int64_t already_in = 0;  // the same record was in the register before
  std::int64_t refused = 0;     // records with at least one error
  std::int64_t bytes = 0;
  int batches = 0;
};

struct ImportOptions {
  std::string source_name = {};  // the file's name: an interrupted import of it is taken up again
  Format format = Format::csv;
  Mapping mapping = {};    // of the columns of CSV or XLSX
  std::string sheet = {};  // of a workbook, by its name; empty: the first that is seen
  bool dry_run = false;    // looks at everything and writes nothing (remembers a hash for each number and domain)
  bool resume = true;
  std::string provider_id = {};  // for lines that name none
  int batch_rows = 5000;
  std::string actor = {};
  // Called for each fault, in order of lines. Not kept: 10,000 bad lines need no memory.
  std::function<void(const LineError&)> on_error = {};
  // Called within the transaction of each batch that brought filings, for who has more to write about them.
  std::function<void(store::Transaction& tx, const std::string& import_id, int batch)> on_write = {};
  // Called after each batch; false stops after it (what is in stays in).
  std::function<bool(const ImportProgress&)> on_progress = {};
  // Makes a party of a provider that isn't known by id, licence number or name. Without it such lines are refused.
  std::function<Result<std::string>(const std::string& provider)> make_provider = {};
};

struct ImportResult : ImportProgress {
  std::string id;  // of the import, empty for a dry run
  bool resumed = false;
  bool stopped = false;
};

inline constexpr std::size_t kImportRecordMax = 256 * 1024;     // bytes; a longer record is a bad line
inline constexpr std::size_t kImportBatchBytesMax = 32u << 20;  // a batch ends early at this

class Importer {
 public:
  Importer(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
           const restrictions::Service& restrictions)
      : database_(database), recorder_(recorder), vault_(vault), restrictions_(restrictions) {}

  // Errors end the import (what was committed stays, and is taken up again): text_is_utf16, text_is_binary,
  // import_empty, csv_column_unknown, csv_column_twice, csv_column_missing, mapping_*, sheet_xlsx_only, xlsx_* (a
  // workbook that is none, can't be opened, lacks the sheet or goes beyond a limit), import_read, disk_full,
  // database_unavailable.
  Result<ImportResult> run(std::istream& in, const ImportOptions& options) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const restrictions::Service& restrictions_;
};

}  // namespace muster::filings
