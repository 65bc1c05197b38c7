// Workbooks as a program of spreadsheets writes them, by libxlsxwriter: for tests alone. Inside of filings.
#pragma once

#include <base/csv.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>

#include <unistd.h>
#include <xlsxwriter.h>

namespace muster::filings::xlsx {

// The file's bytes; in constant memory libxlsxwriter writes texts into the cells themselves.
inline std::string written(const std::function<void(lxw_workbook*)>& fill, bool constant_memory = false) {
  static std::atomic<int> count;
  const auto path = std::filesystem::temp_directory_path() /
                    ("muster-written-" + std::to_string(getpid()) + "-" + std::to_string(++count) + ".xlsx");
  lxw_workbook_options options{};
  options.constant_memory = constant_memory;
  lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
  fill(book);
  if (workbook_close(book) != LXW_NO_ERROR) throw std::runtime_error("the workbook can't be written");
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  std::filesystem::remove(path);
  return bytes;
}

// A register's CSV as a sheet of texts, row by row where its lines stand.
inline std::string as_workbook(const std::string& csv, bool constant_memory = false,
                               const char* sheet_name = "Register") {
  return written(
      [&](lxw_workbook* book) {
        lxw_worksheet* sheet = workbook_add_worksheet(book, sheet_name);
        CsvReader reader(bytes_of(csv));
        CsvRecord record;
        for (auto more = reader.next(record); more.ok() && *more; more = reader.next(record)) {
          lxw_col_t column = 0;
          for (const auto field : record.fields)
            worksheet_write_string(sheet, static_cast<lxw_row_t>(record.line - 1), column++, std::string(field).c_str(),
                                   nullptr);
        }
      },
      constant_memory);
}

}  // namespace muster::filings::xlsx
