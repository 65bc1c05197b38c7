#include "import_source.h"

#include <base/text.h>
#include <base/words.h>

#include <algorithm>

namespace muster::filings {
namespace {

constexpr std::size_t kSheetNameMax = 200;  // bytes; a spreadsheet allows 31 characters
constexpr const char* kFormats[] = {"csv", "jsonl", "xlsx"};

}  // namespace

const char* to_text(Format format) {
  return kFormats[static_cast<std::size_t>(format)];
}

std::optional<Format> import_format(std::string_view word) {
  return find_word<Format>(kFormats, word);
}

Result<Columns> columns_of(const std::vector<std::string_view>& header, const Mapping& mapping) {
  std::map<std::string, std::string> ours;  // of the mapped ones
  for (const auto& [field, column] : mapping) ours[to_lower_ascii(trim(column))] = field;
  Columns columns;
  for (const std::string_view name : header) {
    const std::string word = to_lower_ascii(trim(name));
    const auto mapped = ours.find(word);
    auto column = column_of(mapped == ours.end() ? word : mapped->second);
    // Our own name, of a column that another one of the file stands for.
    if (mapped == ours.end() && column && mapping.contains(word)) column.reset();
    if (!column && mapping.empty())
      return invalid("csv_column_unknown",
                     "The column \"" + (is_valid_utf8(word) ? word.substr(0, 60) : "?") +
                         "\" is not known. Nothing was read; docs/formats.md lists the columns.",
                     word.substr(0, 60));
    if (column && std::find(columns.begin(), columns.end(), column) != columns.end())
      return invalid("csv_column_twice", "The column \"" + word + "\" stands in the header twice. Nothing was read.",
                     word);
    columns.push_back(column);
  }
  for (const Column needed : {Column::site_number, Column::domains, Column::subject_name, Column::region})
    if (std::find(columns.begin(), columns.end(), std::optional(needed)) == columns.end())
      return invalid("csv_column_missing",
                     "The column \"" + std::string(to_text(needed)) + "\" is missing. Nothing was read.",
                     to_text(needed));
  return columns;
}

Result<void> check_layout(bool mapped, std::string_view sheet, Format format) {
  if (!sheet.empty() && format != Format::xlsx)
    return invalid("sheet_xlsx_only", "Only a workbook (XLSX) has sheets.", "sheet");
  if (sheet.size() > kSheetNameMax || !is_valid_utf8(sheet))
    return invalid("sheet_name", "A sheet's name has at most 200 bytes.", "sheet");
  if (mapped && format == Format::jsonl)
    return invalid("mapping_csv_only", "A mapping is of the columns of CSV or XLSX; JSON lines have our names.",
                   "mapping");
  return {};
}

std::unique_ptr<ImportSource> import_source(std::istream& in, Format format, const Mapping& mapping,
                                            const std::string& sheet) {
  return format == Format::xlsx ? workbook_source(in, mapping, sheet) : text_source(in, format, mapping);
}

}  // namespace muster::filings
