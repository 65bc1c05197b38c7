// Records of a block list one after the other, with the hash of what was read. Inside of restrictions.
#pragma once

#include "legacy_line.h"
#include "legacy_store.h"
#include <base/csv.h>
#include <base/sha256.h>

#include <istream>

namespace muster::restrictions {

class LegacyReader {
 public:
  // `automatic` becomes the form of the first bytes.
  LegacyReader(std::istream& in, LegacyFormat format);

  struct Got {
    std::vector<LegacyRow> rows;  // none: what is no block
    std::optional<Error> fault;   // the line is bad
    std::int64_t line = 0;
  };
  // False: the end. Errors end the reading.
  Result<bool> next(Got& got);
  // The form, once the first bytes are read. Errors: import_read.
  Result<LegacyFormat> format();
  std::int64_t records() const { return records_; }
  std::int64_t bytes() const { return bytes_; }
  std::string sha256() const { return hash_.hex(); }  // over the records so far

 private:
  Result<std::size_t> read(char* out, std::size_t size);
  Result<bool> next_csv(Got& got);
  Result<bool> next_line(Got& got);
  Result<void> names_of(std::string_view line, std::vector<std::string>& names);
  Result<bool> take_header(const CsvRecord& record);
  Result<LegacyRow> row_of(const CsvRecord& record) const;

  std::istream& in_;
  LegacyFormat format_;
  std::string ahead_;  // read to know the form, not yet handed on
  std::size_t ahead_at_ = 0;
  std::optional<CsvReader> csv_;
  std::optional<LineReader> lines_;
  RpzLines rpz_;
  CsvRecord record_;
  struct Columns {
    int name = 0, reason = -1, law = -1, date = -1;
  } columns_;
  std::int64_t records_ = 0, bytes_ = 0;
  Sha256 hash_;
};

}  // namespace muster::restrictions
