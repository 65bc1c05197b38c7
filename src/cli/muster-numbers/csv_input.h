// A CSV file with a known header, line by line.
#pragma once

#include <base/csv.h>

#include <functional>
#include <span>
#include <string>

namespace muster::cli {

// Calls `visit` with each record's line and fields, as many as the header has. Errors: file_read, csv_header,
// csv_fields (with the line), those of the CSV reader and of visit.
Result<void> each_record(
    const std::string& path, std::span<const std::string_view> header,
    const std::function<Result<void>(std::int64_t line, std::span<const std::string_view> fields)>& visit);

}  // namespace muster::cli
