// Any bytes as a workbook, and any bytes as one part of a whole one ('0' sheet, '1' shared texts, '2' styles, '3'
// workbook, '4' the file itself): no crash, rows in order and within the grid, texts that are texts, and the same from
// the middle on.
#include "xlsx_reader.h"
#include "xlsx_test_support.h"
#include <base/text.h>

#include <cstdlib>
#include <sstream>

namespace {

using namespace muster::filings::xlsx;

const Limits kLimits{.unpacked_bytes = 1 << 20, .strings = 100, .string_bytes = 4096, .styles = 50, .names = 50};

std::string digest(const std::string& file, std::int64_t behind) {
  std::istringstream in(file);
  const auto reader = Reader::open(in, "", kLimits);
  if (!reader.ok()) return reader.error().code;
  (*reader)->skip_to(behind);
  Row row;
  std::string out;
  for (std::int64_t line = behind;;) {
    const auto more = (*reader)->next(row);
    if (!more.ok()) return out + "!!" + more.error().code;
    if (!*more) return out;
    if (row.line <= line || row.line > kLimits.rows) std::abort();
    if (row.cells.size() > static_cast<std::size_t>(kLimits.columns)) std::abort();
    line = row.line;
    if (line > 2) out += std::to_string(line);
    for (const auto& cell : row.cells) {
      if (!muster::is_valid_utf8(cell) || utf16_units(cell) > kLimits.cell_units) std::abort();
      if (line > 2) out += cell + '\x1f';
    }
  }
}

std::string file_of(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const unsigned kind = (data[0] - unsigned{'0'}) % 5;
  if (kind == 4) return bytes;
  Parts parts = parts_of({.rows = R"(<row><c t="s" s="1"><v>0</v></c></row><row><c s="1"><v>3</v></c></row>)",
                          .strings = "<si><t>a</t></si>",
                          .styles = R"(<cellXfs><xf/><xf numFmtId="14"/></cellXfs>)"});
  const char* names[] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"};
  for (auto& [name, content] : parts)
    if (name == names[kind]) content = bytes;
  return packed(parts);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string file = file_of(data, size);
  if (digest(file, 0) != digest(file, 2)) std::abort();
  return 0;
}
