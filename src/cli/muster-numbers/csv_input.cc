#include "csv_input.h"

#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::cli {

Result<void> each_record(const std::string& path, std::span<const std::string_view> header,
                         const std::function<Result<void>(std::int64_t, std::span<const std::string_view>)>& visit) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return invalid("file_read", "The file can't be read.", "file");
  CsvReader reader(bytes_of(in));
  CsvRecord record;
  bool first = true;
  for (;;) {
    MUSTER_TRY(const bool more, reader.next(record));
    if (!more) break;
    if (record.bad) return record.error;
    if (first && !std::equal(record.fields.begin(), record.fields.end(), header.begin(), header.end()))
      return invalid("csv_header", fmt::format("The first line names the columns {}.", fmt::join(header, ",")), "file");
    if (record.fields.size() != header.size())
      return invalid("csv_fields", fmt::format("Line {} has another count of fields than the first.", record.line),
                     "file");
    if (!first) MUSTER_CHECK_OK(visit(record.line, record.fields));
    first = false;
  }
  if (first) return invalid("csv_header", "The file is empty.", "file");
  return {};
}

}  // namespace muster::cli
