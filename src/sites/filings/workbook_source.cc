// A register out of a workbook's sheet. The first row with anything in it is the header.
#include "import_source.h"
#include "xlsx_reader.h"
#include <base/faults.h>
#include <base/text.h>
#include <filings/rules.h>

#include <algorithm>

namespace muster::filings {
namespace {

class WorkbookSource final : public ImportSource {
 public:
  WorkbookSource(std::istream& in, const Mapping& mapping, const std::string& sheet)
      : in_(in), mapping_(mapping), sheet_(sheet) {}

  Result<void> start() override {
    MUSTER_CHECK_OK(open());
    return read_header();
  }

  Result<bool> go_on(const FileCursor& done) override {
    MUSTER_CHECK_OK(open());
    if (identity_ != done.sha256) return false;
    MUSTER_CHECK_OK(read_header());
    reader_->skip_to(done.lines);
    lines_done_ = done.lines;
    return true;
  }

  Result<Got> next(RawRow& row, Error& fault) override {
    for (auto& value : row.values) value.clear();
    MUSTER_TRY(const bool more, reader_->next(row_));
    if (!more) return Got::end;
    row.line = lines_done_ = row_.line;
    row.end_byte = reader_->bytes_done();
    std::vector<Error> errors;
    for (const auto& f : row_.faults) {
      const auto told = field_of(f.column);
      if (!told) continue;  // of a column that the mapping passes over
      errors.push_back(f.error);
      errors.back().field = *told;
    }
    for (std::size_t i = 0; i < row_.cells.size(); ++i) take(i, row, errors);
    if (auto error = together(std::move(errors))) {
      fault = *error;
      return Got::fault;
    }
    return Got::row;
  }

  std::int64_t bytes_done() const override { return reader_->bytes_done(); }
  std::int64_t bytes_read() const override { return bytes_read_; }
  Result<FileCursor> cursor() override { return FileCursor{reader_->bytes_done(), lines_done_, identity_}; }

 private:
  Result<void> open() {
    if (reader_) return {};
    MUSTER_TRY(reader_, xlsx::Reader::open(in_, sheet_));
    MUSTER_TRY(identity_, reader_->identity());
    return {};
  }

  Result<void> read_header() {
    MUSTER_TRY(const bool more, reader_->next(row_));
    if (!more) return invalid("import_empty", "The sheet is empty: not even a header stands in it.");
    if (!row_.faults.empty()) {
      Error error = row_.faults.front().error;
      error.sentence = "In the header, line " + std::to_string(row_.line) + ": " + error.sentence;
      return error;
    }
    std::vector<std::string_view> names;
    for (const auto& cell : row_.cells)
      if (!trim(cell).empty()) names.push_back(cell);
    MUSTER_TRY(const Columns named, columns_of(names, mapping_));
    columns_.clear();
    auto column = named.begin();
    for (const auto& cell : row_.cells) columns_.push_back(trim(cell).empty() ? std::nullopt : *column++);
    lines_done_ = row_.line;
    return {};
  }

  // Of a column of the sheet, -1 is the row itself; nothing: it is passed over.
  std::optional<std::string> field_of(int column) const {
    const auto at = static_cast<std::size_t>(column);
    if (column < 0) return "";
    if (at < columns_.size() && columns_[at]) return to_text(*columns_[at]);
    return mapping_.empty() ? std::optional<std::string>("") : std::nullopt;
  }

  void take(std::size_t at, RawRow& row, std::vector<Error>& errors) {
    const std::string_view text = trim(row_.cells[at]);
    bytes_read_ += static_cast<std::int64_t>(text.size());
    if (text.empty()) return;
    if (at < columns_.size() && columns_[at])
      row.at(*columns_[at]) = text;
    else if (mapping_.empty() && errors.size() < xlsx::kCellFaultsMax)
      errors.push_back(
          invalid("xlsx_cell_outside",
                  "A value stands in column " + xlsx::column_letters(static_cast<int>(at)) + ", which has no header."));
  }

  std::istream& in_;
  Mapping mapping_;
  std::string sheet_, identity_;
  std::unique_ptr<xlsx::Reader> reader_;
  xlsx::Row row_;
  Columns columns_;
  std::int64_t lines_done_ = 0, bytes_read_ = 0;
};

}  // namespace

std::unique_ptr<ImportSource> workbook_source(std::istream& in, const Mapping& mapping, const std::string& sheet) {
  return std::make_unique<WorkbookSource>(in, mapping, sheet);
}

}  // namespace muster::filings
