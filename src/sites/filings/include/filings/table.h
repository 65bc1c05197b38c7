// A small table out of a file, whatever its kind: CSV, or a sheet of a workbook. For lists that people keep, not for
// registers (import.h). Thread-safe.
#pragma once

#include <base/result.h>
#include <filings/import.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::filings {

struct Table {
  std::vector<std::string> header;                                      // the first row with anything in it
  std::vector<std::pair<std::int64_t, std::vector<std::string>>> rows;  // with their lines, as a spreadsheet shows them
  std::vector<std::pair<std::int64_t, Error>> faults;                   // rows that can't be read
};

// Errors: table_format (JSON lines are no table), import_empty, table_rows_max, and those of the readers.
Result<Table> read_table(std::string_view bytes, Format format, const std::string& sheet, std::size_t rows_max);

}  // namespace muster::filings
