// The rows of a long table in somebody's file, CSV or a sheet of a workbook, under the names that its first row gives
// them: the reading half of this room's imports, for rooms that take other records in. One table a file, read once;
// memory does not grow with it. Not thread-safe.
#pragma once

#include <base/result.h>
#include <filings/import.h>
#include <filings/mapping.h>

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace muster::filings {

struct TableRow {
  std::int64_t line = 0;            // as a person counts them, from 1
  std::vector<std::string> values;  // in the order of the fields that were asked for; "" where the file has none
  std::vector<Error> faults;        // of cells or of the line; `field` is ours. Then the values say nothing
};

class TableStream {
 public:
  // `fields` are our columns. With a mapping, what isn't mapped is found under our own name and what is neither is
  // passed over; without one, every column of the file has to be one of ours. Nothing is read yet.
  static std::unique_ptr<TableStream> open(std::istream& in, Format format, const std::vector<std::string>& fields,
                                           const Mapping& mapping, const std::string& sheet);
  virtual ~TableStream() = default;
  // Reads the first row. `needed` has to be there. Errors: import_empty, csv_column_unknown, csv_column_twice,
  // csv_column_missing, and the readers'.
  virtual Result<void> start(const std::vector<std::string>& needed) = 0;
  // False: the end. Errors end the reading.
  virtual Result<bool> next(TableRow& row) = 0;
};

}  // namespace muster::filings
