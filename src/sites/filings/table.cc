#include "xlsx_reader.h"
#include <base/csv.h>
#include <base/text.h>
#include <filings/table.h>

#include <algorithm>
#include <sstream>

namespace muster::filings {
namespace {

bool blank(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const std::string& c) { return trim(c).empty(); });
}

// Takes a row; false: there is no room for more.
bool take(Table& out, std::int64_t line, std::vector<std::string> cells, std::size_t rows_max) {
  if (blank(cells)) return true;
  if (out.header.empty()) {
    while (!cells.empty() && trim(cells.back()).empty()) cells.pop_back();
    out.header = std::move(cells);
    return true;
  }
  // What a spreadsheet leaves behind the last column is nothing.
  while (cells.size() > out.header.size() && trim(cells.back()).empty()) cells.pop_back();
  if (out.rows.size() >= rows_max) return false;
  out.rows.emplace_back(line, std::move(cells));
  return true;
}

Error table_too_long() {
  return invalid("table_rows_max", "The table has more rows than fit. Nothing was read.");
}

Result<void> read_csv(std::string_view bytes, std::size_t rows_max, Table& out) {
  CsvReader reader(bytes_of(bytes));
  CsvRecord record;
  for (;;) {
    MUSTER_TRY(const bool more, reader.next(record));
    if (!more) return {};
    if (record.bad) {
      out.faults.emplace_back(record.line, record.error);
      continue;
    }
    if (!take(out, record.line, {record.fields.begin(), record.fields.end()}, rows_max)) return table_too_long();
  }
}

Result<void> read_sheet(std::string_view bytes, const std::string& sheet, std::size_t rows_max, Table& out) {
  std::istringstream in{std::string(bytes)};
  MUSTER_TRY(const auto reader, xlsx::Reader::open(in, sheet));
  for (;;) {
    xlsx::Row row;
    MUSTER_TRY(const bool more, reader->next(row));
    if (!more) return {};
    if (!row.faults.empty()) {
      out.faults.emplace_back(row.line, row.faults.front().error);
      continue;
    }
    if (!take(out, row.line, std::move(row.cells), rows_max)) return table_too_long();
  }
}

}  // namespace

Result<Table> read_table(std::string_view bytes, Format format, const std::string& sheet, std::size_t rows_max) {
  Table out;
  if (format == Format::jsonl) return invalid("table_format", "Send a table: CSV or a workbook.");
  if (format == Format::csv) {
    MUSTER_CHECK_OK(read_csv(bytes, rows_max, out));
  } else {
    MUSTER_CHECK_OK(read_sheet(bytes, sheet, rows_max, out));
  }
  if (out.header.empty()) return invalid("import_empty", "The table is empty: not even a header stands in it.");
  return out;
}

}  // namespace muster::filings
