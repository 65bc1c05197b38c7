// Registries' files: CSV (RFC 4180) or EPP's domain:infData in a wrapper (RFC 5731 §3.1.2, docs/formats.md). Good
// records go in, each bad one is told with line, field, code and sentence. Batches commit with the cursor: an import
// that was cut off goes on where it was, and one that runs twice changes nothing. One event a batch, with the Merkle
// root over its rows.
#pragma once

#include <base/result.h>
#include <holders/service.h>

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

namespace muster::holders {

enum class Format : std::uint8_t { csv, epp };
const char* to_text(Format format);

struct LineError {
  std::int64_t line = 0;  // where the record begins, from 1
  std::string name;       // the domain, if the record had one
  Error error;
};

struct ImportProgress {
  std::int64_t records = 0;     // looked at
  std::int64_t added = 0;       // names that are new here; in a dry run those that would be
  std::int64_t changed = 0;     // known names with another record
  std::int64_t already_in = 0;  // the same record was in before
  std::int64_t refused = 0;     // records with at least one error
  int batches = 0;
};

struct ImportOptions {
  std::string source = {};     // the registry; holders are known by it and their handle
  std::string file_name = {};  // an interrupted import of it is taken up again
  Format format = Format::csv;
  bool dry_run = false;  // looks at everything and writes nothing
  bool resume = true;
  int batch_records = 5000;
  std::string actor = {};
  // Called for each fault, in order. Not kept: 10,000 bad records need no memory.
  std::function<void(const LineError&)> on_error = {};
  // Called after each batch; false stops after it (what is in stays in).
  std::function<bool(const ImportProgress&)> on_progress = {};
};

struct ImportResult : ImportProgress {
  std::string id;  // of the import, empty for a dry run
  bool resumed = false;
  bool stopped = false;
};

inline constexpr std::size_t kRecordBytesMax = 64 * 1024;  // a longer record is a bad one
inline constexpr std::size_t kXmlDepthMax = 40;

// A record, or why it is none.
struct Read {
  Record record;
  std::int64_t line = 0;
  std::vector<Error> faults;  // of reading; empty: the record is whole
};

// Records out of a file, one after the other. Not thread-safe.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  // False: the end. Errors end the reading: those of CsvReader; import_empty, csv_column_unknown, csv_column_twice,
  // csv_column_missing; xml_malformed (with its line), xml_doctype, xml_too_deep, xml_no_domains, import_read.
  virtual Result<bool> next(Read& out) = 0;
};
std::unique_ptr<RecordSource> csv_records(std::istream& in);
std::unique_ptr<RecordSource> epp_records(std::istream& in);

class Importer {
 public:
  Importer(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
           const policy::Policy& policy, const filings::Service& filings)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy), filings_(filings) {}

  // Errors end the import (what was committed stays, and is taken up again): those of RecordSource, source_form,
  // import_batch_records, disk_full, database_unavailable.
  Result<ImportResult> run(std::istream& in, const ImportOptions& options) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  const filings::Service& filings_;
};

}  // namespace muster::holders
