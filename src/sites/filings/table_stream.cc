#include "import_source.h"
#include "xlsx_reader.h"
#include <base/csv.h>
#include <base/text.h>
#include <filings/table_stream.h>

#include <algorithm>
#include <istream>
#include <optional>

namespace muster::filings {
namespace {

// A column without a name is passed over, with a mapping and without one.
Result<Places> places_of_named(const std::vector<std::string_view>& header, const std::vector<std::string>& fields,
                               const Mapping& mapping, const std::vector<std::string>& needed) {
  std::vector<std::string_view> names;
  for (const std::string_view cell : header)
    if (!trim(cell).empty()) names.push_back(cell);
  MUSTER_TRY(const Places named, places_of(names, fields, mapping, needed));
  Places out;
  auto next = named.begin();
  for (const std::string_view cell : header) out.push_back(trim(cell).empty() ? std::nullopt : *next++);
  return out;
}

class CsvTable final : public TableStream {
 public:
  CsvTable(std::istream& in, std::vector<std::string> fields, Mapping mapping)
      : fields_(std::move(fields)),
        mapping_(std::move(mapping)),
        csv_(bytes_of(in), {.record_bytes_max = kImportRecordMax, .fields_max = 256}) {}

  Result<void> start(const std::vector<std::string>& needed) override {
    MUSTER_TRY(const bool more, csv_.next(record_));
    if (!more) return invalid("import_empty", "The file is empty: not even a header stands in it.");
    if (record_.bad) return record_.error;
    MUSTER_TRY(places_, places_of_named(record_.fields, fields_, mapping_, needed));
    return {};
  }

  Result<bool> next(TableRow& row) override {
    MUSTER_TRY(const bool more, csv_.next(record_));
    if (!more) return false;
    row.line = record_.line;
    row.faults.clear();
    row.values.assign(fields_.size(), {});
    if (record_.bad)
      row.faults.push_back(record_.error);
    else if (record_.fields.size() != places_.size())
      row.faults.push_back(invalid("csv_field_count", "The line has " + std::to_string(record_.fields.size()) +
                                                          " fields and the header " + std::to_string(places_.size()) +
                                                          "."));
    else
      for (std::size_t i = 0; i < places_.size(); ++i)
        if (places_[i]) row.values[*places_[i]] = trim(record_.fields[i]);
    return true;
  }

 private:
  std::vector<std::string> fields_;
  Mapping mapping_;
  CsvReader csv_;
  CsvRecord record_;
  Places places_;
};

class SheetTable final : public TableStream {
 public:
  SheetTable(std::istream& in, std::vector<std::string> fields, Mapping mapping, std::string sheet)
      : in_(in), fields_(std::move(fields)), mapping_(std::move(mapping)), sheet_(std::move(sheet)) {}

  Result<void> start(const std::vector<std::string>& needed) override {
    MUSTER_TRY(reader_, xlsx::Reader::open(in_, sheet_));
    MUSTER_TRY(const bool more, reader_->next(row_));
    if (!more) return invalid("import_empty", "The sheet is empty: not even a header stands in it.");
    if (!row_.faults.empty()) return row_.faults.front().error;
    MUSTER_TRY(places_, places_of_named({row_.cells.begin(), row_.cells.end()}, fields_, mapping_, needed));
    return {};
  }

  Result<bool> next(TableRow& row) override {
    MUSTER_TRY(const bool more, reader_->next(row_));
    if (!more) return false;
    row.line = row_.line;
    row.faults.clear();
    row.values.assign(fields_.size(), {});
    for (const auto& fault : row_.faults) {
      const auto at = static_cast<std::size_t>(std::max(fault.column, 0));
      const bool ours = fault.column >= 0 && at < places_.size() && places_[at];
      if (fault.column >= 0 && !ours && !mapping_.empty()) continue;  // of a column that the mapping passes over
      row.faults.push_back(fault.error);
      if (ours) row.faults.back().field = fields_[*places_[at]];
    }
    for (std::size_t i = 0; i < row_.cells.size() && i < places_.size(); ++i)
      if (places_[i]) row.values[*places_[i]] = trim(row_.cells[i]);
    return true;
  }

 private:
  std::istream& in_;
  std::vector<std::string> fields_;
  Mapping mapping_;
  std::string sheet_;
  std::unique_ptr<xlsx::Reader> reader_;
  xlsx::Row row_;
  Places places_;
};

}  // namespace

std::unique_ptr<TableStream> TableStream::open(std::istream& in, Format format, const std::vector<std::string>& fields,
                                               const Mapping& mapping, const std::string& sheet) {
  if (format == Format::xlsx) return std::make_unique<SheetTable>(in, fields, mapping, sheet);
  return std::make_unique<CsvTable>(in, fields, mapping);
}

}  // namespace muster::filings
