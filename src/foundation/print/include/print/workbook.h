// Workbooks (Office Open XML) with tables and charts, by libxlsxwriter. Texts are texts whatever they begin with: none
// is run as a formula. Thread-safe; the file is written in the folder for temporary files and read back.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace muster::print {

using Cell = std::variant<std::string, double, std::int64_t>;

// Of columns of the same sheet, over all its rows.
struct SheetChart {
  enum class Kind : std::uint8_t { column, line };
  Kind kind = Kind::column;
  std::string title;
  std::size_t names = 0;            // the column with what stands below
  std::vector<std::size_t> values;  // a series each, called as its header
};
struct Sheet {
  std::string name;  // at most 31 letters; those that a spreadsheet forbids become blanks
  std::vector<std::string> header;
  std::vector<std::vector<Cell>> rows;
  std::vector<SheetChart> charts;  // beside the table, one below the other
};

inline constexpr std::size_t kSheetsMax = 50, kSheetRowsMax = 100'000;

// Errors: workbook_limit, disk_full (it can't be written).
Result<std::string> to_workbook(const std::vector<Sheet>& sheets, const std::string& title, Instant made_at);

}  // namespace muster::print
