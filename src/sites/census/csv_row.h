// Records of a CSV file in one piece of text (RFC 4180), without allocating a field. Inside of the census room. Pure.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace muster::census {

inline constexpr std::size_t kColumnsMax = 256;

// Where the columns stand; -1: not there.
struct Columns {
  char separator = ',';
  int name = 0, provider = -1, address = -1;
  bool header = false;
};
// Reads the first record of a file: its separator, and its header when one of its fields is called name, domain, host …
Columns columns_of(std::string_view first_bytes);

enum class CsvFault { none, quote, too_long, too_many };

struct CsvRow {
  std::array<std::string_view, kColumnsMax> fields;
  std::size_t count = 0;
  std::string unquoted;  // holds fields that had doubled quotes
  std::string_view field(int column) const {
    return column >= 0 && static_cast<std::size_t>(column) < count ? fields[static_cast<std::size_t>(column)]
                                                                   : std::string_view();
  }
};

// Takes the record in front off `text` (never empty) and says how many line ends it held. A record whose quotes don't
// close, or close in the middle of a field, is a fault that costs its first line alone.
CsvFault next_row(std::string_view& text, char separator, CsvRow& row, std::size_t& line_ends);

}  // namespace muster::census
