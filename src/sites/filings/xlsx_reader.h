// The rows of one sheet of a workbook (Office Open XML, ECMA-376), one after the other in bounded memory: rows are
// streamed, the texts that cells share are held. What a cell shows as a day is a day; a formula is what it came to. Not
// thread-safe. Inside of filings.
#pragma once

#include "xlsx_strings.h"
#include "xlsx_styles.h"
#include "xlsx_workbook.h"

namespace muster::filings::xlsx {

struct CellFault {
  int column = -1;  // from 0; -1: the row itself
  Error error;
};

struct Row {
  std::int64_t line = 0;           // as a spreadsheet shows it, from 1
  std::vector<std::string> cells;  // by column; those at the end may lack
  std::vector<CellFault> faults;
};

class Reader {
 public:
  // The sheet of this name, or the first that is seen. Errors: those of Package::open, find_sheet, Styles and Strings.
  static Result<std::unique_ptr<Reader>> open(std::istream& in, const std::string& sheet, const Limits& limits = {});

  // False: the end. Rows with nothing in them are passed over. Faults of cells: xlsx_cell_error, xlsx_cell_formula (one
  // that was never computed), xlsx_cell_too_long, xlsx_cell_place, xlsx_cell_text (it refers to a shared text that
  // there is not, or has a zero byte), xlsx_cell_number, xlsx_cell_digits, xlsx_cell_date; of rows: xlsx_row_too_long.
  // Errors that end the reading: xlsx_row_order, xlsx_rows_max, Xml's, the package's.
  Result<bool> next(Row& row);
  // Rows up to this one are passed over from now on.
  void skip_to(std::int64_t line) { skipped_ = line; }

  // How far the reading is, in bytes of the file; all of them at the end alone.
  std::int64_t bytes_done() const;
  // SHA-256 of the file and the sheet's name. Errors: import_read.
  Result<std::string> identity();

 private:
  enum class Kind : std::uint8_t { number, shared, text, inline_text, boolean, error, day };
  struct Cell {
    int column = 0;
    std::size_t style = 0;
    Kind kind = Kind::number;
    bool formula = false, valued = false;
  };
  Reader(std::unique_ptr<Package> package, Workbook workbook, Styles styles, Strings strings,
         std::unique_ptr<Part> part);
  Result<void> read_row(Row& row);
  Result<void> read_cell(Row& row);
  bool begin_cell(Cell& cell);
  void put(Row& row, int column, std::string value);
  Result<std::string> value_of(const Cell& cell) const;
  Result<std::string> text_of(std::optional<std::string_view> text) const;
  void fault(Row& row, int column, Error error) const;

  std::unique_ptr<Package> package_;
  Workbook workbook_;
  Styles styles_;
  Strings strings_;
  std::unique_ptr<Part> part_;
  Xml xml_;
  CellText text_;
  std::size_t row_bytes_ = 0;
  std::int64_t line_ = 0, skipped_ = 0;
  int column_ = -1;
  bool rows_ = false, done_ = false;  // inside of sheetData; at the end
};

}  // namespace muster::filings::xlsx
