// What stands in a cell, as text. Pure. Source: ECMA-376-1:2016, §18.17.4.1 (serial days), §18.3.1.4 (c), §22.9.2.19
// (ST_Xstring). Inside of filings.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::filings::xlsx {

struct Place {
  int column = 0;        // from 0
  std::int64_t row = 0;  // from 1
};
// "BC12"; nothing for what is no cell of the grid.
std::optional<Place> place_of(std::string_view reference);
std::string column_letters(int column);

// Characters as Excel counts them.
std::size_t utf16_units(std::string_view text);
// _x000D_ and its like; what stands for half a character stays as it is.
std::string unescaped(std::string_view text);

// Whole numbers without a point, others with the 15 digits that a spreadsheet keeps. Errors: xlsx_cell_number,
// xlsx_cell_digits (a whole number of more than 15 digits: the spreadsheet has lost the rest).
Result<std::string> number_text(std::string_view value);

enum class Epoch : std::uint8_t { y1900, y1904 };
// A serial day as YYYY-MM-DD; with a time as RFC 3339 in UTC, since cells know no zone; a time alone as HH:MM:SS.
// Errors: xlsx_cell_date (none of the calendar, as 29 February 1900, which Excel has and the year had not).
Result<std::string> day_text(std::string_view serial, Epoch epoch);
// A cell of type d: ISO 8601, in the same forms.
Result<std::string> iso_day_text(std::string_view text);

// Does a number format show days or times? Elapsed time ("[h]:mm") is a number.
bool shows_day(std::string_view format_code);
bool shows_day(int built_in_format);

}  // namespace muster::filings::xlsx
