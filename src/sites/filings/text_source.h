// Records out of CSV or JSON lines, one after the other, with the hash of what has been read. Inside of filings.
#pragma once

#include "import_source.h"
#include <base/csv.h>
#include <base/sha256.h>

namespace muster::filings {

// Counts and hashes the bytes that a reader has consumed (it reads ahead of that).
class HashedSource {
 public:
  explicit HashedSource(std::istream& in) : in_(in) {}
  Result<std::size_t> read(char* out, std::size_t size);
  // SHA-256 of the first `bytes` of the source; `bytes` never goes back.
  std::string prefix_sha256(std::int64_t bytes);
  // The first bytes, already known; reading goes on behind them. False: the stream has other bytes, or can't be moved.
  bool skip_prefix(std::int64_t bytes, const std::string& sha256);

 private:
  std::istream& in_;
  Sha256 hash_;
  std::int64_t hashed_ = 0;
  std::string ahead_;  // read and not yet hashed
};

class RecordReader {
 public:
  // Goes on at `first_byte`, `first_line` for an import that is taken up again (the source stands there already).
  RecordReader(HashedSource& source, Format format, std::int64_t first_byte, std::int64_t first_line,
               Mapping mapping = {});

  // CSV: reads the header. Errors: import_empty, csv_column_unknown, csv_column_twice, csv_column_missing, and the
  // readers'.
  Result<void> start();
  // An import that is taken up again has its header already.
  void set_columns(Columns columns) { columns_ = std::move(columns); }
  const Columns& columns() const { return columns_; }

  // A row, or a fault in that place.
  Result<Got> next(RawRow& row, Error& fault);
  // Of the last record: how many bytes and lines of the file are behind.
  std::int64_t bytes_done() const { return bytes_done_; }
  std::int64_t lines_done() const { return lines_done_; }

 private:
  Result<Got> next_csv(RawRow& row, Error& fault);
  Result<Got> next_json(RawRow& row, Error& fault);

  Format format_;
  std::int64_t first_byte_, first_line_, bytes_done_, lines_done_;
  CsvReader csv_;
  LineReader lines_;
  CsvRecord record_;
  Columns columns_;
  Mapping mapping_;
};

// One line of JSON into a row. Errors: json_syntax, json_key_unknown, json_type.
Result<void> read_json(std::string_view text, RawRow& row);

}  // namespace muster::filings
