#include "import_source.h"

#include <base/text.h>
#include <base/words.h>

#include <algorithm>

namespace muster::filings {
namespace {

constexpr std::size_t kSheetNameMax = 200;  // bytes; a spreadsheet allows 31 characters
constexpr const char* kFormats[] = {"csv", "jsonl", "xlsx"};

const std::vector<std::string>& column_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < kColumnCount; ++i) out.emplace_back(to_text(static_cast<Column>(i)));
    return out;
  }();
  return names;
}

}  // namespace

const char* to_text(Format format) {
  return kFormats[static_cast<std::size_t>(format)];
}

std::optional<Format> import_format(std::string_view word) {
  return find_word<Format>(kFormats, word);
}

Result<Places> places_of(const std::vector<std::string_view>& header, const std::vector<std::string>& fields,
                         const Mapping& mapping, const std::vector<std::string>& needed) {
  std::map<std::string, std::string> ours;  // of the mapped ones
  for (const auto& [field, column] : mapping) ours[to_lower_ascii(trim(column))] = field;
  const auto place_of = [&](const std::string& field) -> std::optional<std::size_t> {
    const auto found = std::find(fields.begin(), fields.end(), field);
    if (found == fields.end()) return std::nullopt;
    return static_cast<std::size_t>(found - fields.begin());
  };
  Places places;
  std::vector<bool> seen(fields.size());
  for (const std::string_view name : header) {
    const std::string word = to_lower_ascii(trim(name));
    const auto mapped = ours.find(word);
    auto place = place_of(mapped == ours.end() ? word : mapped->second);
    // Our own name, of a column that another one of the file stands for.
    if (mapped == ours.end() && place && mapping.contains(word)) place.reset();
    if (!place && mapping.empty())
      return invalid("csv_column_unknown",
                     "The column \"" + (is_valid_utf8(word) ? word.substr(0, 60) : "?") +
                         "\" is not known. Nothing was read; docs/formats.md lists the columns.",
                     word.substr(0, 60));
    if (place && seen[*place])
      return invalid("csv_column_twice", "The column \"" + word + "\" stands in the header twice. Nothing was read.",
                     word);
    if (place) seen[*place] = true;
    places.push_back(place);
  }
  for (const std::string& field : needed)
    if (const auto place = place_of(field); !place || !seen[*place])
      return invalid("csv_column_missing", "The column \"" + field + "\" is missing. Nothing was read.", field);
  return places;
}

Result<Columns> columns_of(const std::vector<std::string_view>& header, const Mapping& mapping) {
  static const std::vector<std::string> needed{to_text(Column::site_number), to_text(Column::domains),
                                               to_text(Column::subject_name), to_text(Column::region)};
  MUSTER_TRY(const Places places, places_of(header, column_names(), mapping, needed));
  Columns columns;
  for (const auto& place : places) columns.push_back(place ? std::optional(static_cast<Column>(*place)) : std::nullopt);
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
