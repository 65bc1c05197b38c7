// What a workbook may be at most. The grid's own limits are Excel's; the others keep the memory and the time of one
// import bounded whatever the file says of itself. Inside of filings; tests pass smaller ones.
#pragma once

#include <cstddef>
#include <cstdint>

namespace muster::filings::xlsx {

struct Limits {
  std::int64_t file_bytes = 256 << 20;                  // packed
  std::int64_t directory_bytes = 1 << 20;               // of the ZIP's list of parts, all that its opening may read
  std::int64_t unpacked_bytes = std::int64_t{2} << 30;  // of all the parts that are read
  std::int64_t ratio = 200;  // unpacked to packed, of a part with more than `ratio_from` bytes
  std::int64_t ratio_from = 4 << 20;
  std::int64_t rows = 1'048'576;
  int columns = 16'384;
  std::size_t cell_units = 32'767;    // characters as Excel counts them, UTF-16 units
  std::size_t row_bytes = 256 << 10;  // a longer row is a bad line, as a longer record of CSV is
  std::size_t strings = 4'000'000;    // shared ones, which are held
  std::size_t string_bytes = 256 << 20;
  std::size_t styles = 65'536;
  std::size_t names = 10'000;  // sheets, and relations of a part
};

inline constexpr std::size_t kCellFaultsMax = 100;  // of one row that are told
inline constexpr int kXmlDepthMax = 40;

}  // namespace muster::filings::xlsx
