#include "xlsx_reader.h"

#include <base/sha256.h>
#include <base/text.h>
#include <base/words.h>

#include <algorithm>
#include <charconv>

namespace muster::filings::xlsx {
namespace {

constexpr std::string_view kKinds[] = {"n", "s", "str", "inlineStr", "b", "e", "d"};
constexpr std::string_view kErrors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"};

template <class Number>
std::optional<Number> whole(std::string_view text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

Error too_long(const Limits& limits) {
  return invalid("xlsx_cell_too_long", "The cell holds more than " +
                                           with_separators(static_cast<std::int64_t>(limits.cell_units)) +
                                           " characters, more than a spreadsheet allows.");
}

}  // namespace

Result<std::unique_ptr<Reader>> Reader::open(std::istream& in, const std::string& sheet, const Limits& limits) {
  MUSTER_TRY(auto package, Package::open(in, limits));
  MUSTER_TRY(auto workbook, find_sheet(*package, sheet));
  MUSTER_TRY(auto styles, Styles::read(*package, workbook.styles));
  MUSTER_TRY(auto strings, Strings::read(*package, workbook.strings));
  MUSTER_TRY(auto part, package->part(workbook.sheet));
  return std::unique_ptr<Reader>(
      new Reader(std::move(package), std::move(workbook), std::move(styles), std::move(strings), std::move(part)));
}

Reader::Reader(std::unique_ptr<Package> package, Workbook workbook, Styles styles, Strings strings,
               std::unique_ptr<Part> part)
    : package_(std::move(package)),
      workbook_(std::move(workbook)),
      styles_(std::move(styles)),
      strings_(std::move(strings)),
      part_(std::move(part)),
      xml_(*part_),
      text_(package_->limits().cell_units) {}

std::int64_t Reader::bytes_done() const {
  const std::int64_t all = package_->bytes();
  if (done_) return all;
  const double share =
      part_->bytes() > 0 ? static_cast<double>(part_->bytes_read()) / static_cast<double>(part_->bytes()) : 0;
  return std::clamp<std::int64_t>(static_cast<std::int64_t>(share * static_cast<double>(all)), 1, all - 1);
}

Result<std::string> Reader::identity() {
  MUSTER_TRY(const std::string file, package_->sha256());
  return to_hex(sha256(file + "\n" + workbook_.sheet_name));
}

Result<bool> Reader::next(Row& row) {
  while (!done_) {
    MUSTER_TRY(const auto node, xml_.next());
    if (node == Xml::Node::end) {
      done_ = true;
    } else if (node != Xml::Node::text && xml_.name() == "sheetData") {
      rows_ = node == Xml::Node::open;
    } else if (node == Xml::Node::open && rows_ && xml_.name() == "row") {
      MUSTER_CHECK_OK(read_row(row));
      const bool blank = std::all_of(row.cells.begin(), row.cells.end(), [](const auto& c) { return trim(c).empty(); });
      if (line_ > skipped_ && !(blank && row.faults.empty())) return true;
    }
  }
  return false;
}

Result<void> Reader::read_row(Row& row) {
  const auto told = xml_.attribute("r");
  const std::int64_t line = told ? whole<std::int64_t>(*told).value_or(0) : line_ + 1;
  if (line <= line_)
    return invalid("xlsx_row_order", "The rows of the sheet don't stand in order, as a spreadsheet writes them.");
  if (line > package_->limits().rows)
    return invalid("xlsx_rows_max", "The sheet has more than " + with_separators(package_->limits().rows) +
                                        " rows, more than a spreadsheet allows.");
  row.line = line_ = line;
  row.cells.clear();
  row.faults.clear();
  row_bytes_ = 0;
  column_ = -1;
  for (const int outside = xml_.depth() - 1; xml_.depth() > outside;) {
    MUSTER_TRY(const auto node, xml_.next());
    if (node == Xml::Node::end) return Xml::malformed();
    if (node != Xml::Node::open) continue;
    const bool wanted = xml_.name() == "c" && line_ > skipped_;
    MUSTER_CHECK_OK(wanted ? read_cell(row) : xml_.skip());
  }
  return {};
}

void Reader::fault(Row& row, int column, Error error) const {
  if (row.faults.size() < kCellFaultsMax) row.faults.push_back({column, std::move(error)});
}

// Where it stands and what it is. False: nowhere that a cell can stand.
bool Reader::begin_cell(Cell& cell) {
  cell.column = column_ + 1;
  if (const auto reference = xml_.attribute("r")) {
    const auto place = place_of(*reference);
    if (!place || place->row != line_ || place->column <= column_) return false;
    cell.column = place->column;
  }
  if (cell.column >= package_->limits().columns) return false;
  column_ = cell.column;
  if (const auto style = xml_.attribute("s")) cell.style = whole<std::size_t>(*style).value_or(SIZE_MAX);
  cell.kind = find_word<Kind>(kKinds, xml_.attribute("t").value_or("n")).value_or(Kind::error);
  return true;
}

Result<void> Reader::read_cell(Row& row) {
  Cell cell;
  if (!begin_cell(cell)) {
    fault(row, -1,
          invalid("xlsx_cell_place", "A cell of the row doesn't say where it stands, or stands where none can."));
    return xml_.skip();
  }
  text_.clear();
  for (const int outside = xml_.depth() - 1; xml_.depth() > outside;) {
    MUSTER_TRY(const auto node, xml_.next());
    if (node == Xml::Node::end) return Xml::malformed();
    if (node != Xml::Node::open) {
      if (node == Xml::Node::text && cell.valued && xml_.depth() == outside + 2) text_.add(xml_.text());
      continue;
    }
    const std::string_view name = xml_.name();
    cell.formula = cell.formula || name == "f";
    if (name == "v") {
      cell.valued = true;
    } else if (name == "is") {
      cell.valued = true;
      MUSTER_CHECK_OK(read_runs(xml_, text_));
    } else {
      MUSTER_CHECK_OK(xml_.skip());
    }
  }
  auto value = value_of(cell);
  if (value.ok())
    put(row, cell.column, std::move(*value));
  else
    fault(row, cell.column, value.error());
  return {};
}

void Reader::put(Row& row, int column, std::string value) {
  if (value.empty()) return;
  const std::size_t before = row_bytes_, most = package_->limits().row_bytes;
  row_bytes_ += value.size();
  if (row_bytes_ > most) {  // told once
    if (before <= most)
      fault(row, -1,
            invalid("xlsx_row_too_long",
                    "The row holds more than " + with_separators(static_cast<std::int64_t>(most)) + " bytes."));
    return;
  }
  const auto at = static_cast<std::size_t>(column);
  if (row.cells.size() <= at) row.cells.resize(at + 1);
  row.cells[at] = std::move(value);
}

Result<std::string> Reader::text_of(std::optional<std::string_view> text) const {
  if (!text) return too_long(package_->limits());
  if (text->find('\0') != std::string_view::npos)
    return invalid("xlsx_cell_text", "The cell holds a zero byte, which is no text.");
  return std::string(*text);
}

Result<std::string> Reader::value_of(const Cell& cell) const {
  const std::string& raw = text_.raw();
  if (!cell.valued && cell.formula)
    return invalid("xlsx_cell_formula",
                   "The cell holds a formula that was never computed. Save it in a spreadsheet program.");
  if (!cell.valued || text_.empty()) return std::string();
  switch (cell.kind) {
    case Kind::shared: {
      const auto index = whole<std::size_t>(trim(raw));
      if (!index || *index >= strings_.size())
        return invalid("xlsx_cell_text", "The cell refers to a text that the workbook doesn't hold.");
      return text_of(strings_.at(*index));
    }
    case Kind::text:
    case Kind::inline_text:
      return text_of(text_.take());
    case Kind::boolean:
      return std::string(trim(raw) == "1" || trim(raw) == "true" ? "TRUE" : "FALSE");
    case Kind::error: {
      const bool known = std::find(std::begin(kErrors), std::end(kErrors), raw) != std::end(kErrors);
      return invalid("xlsx_cell_error",
                     "The cell holds no value but a spreadsheet's error" + (known ? " (" + raw + ")." : "."));
    }
    case Kind::day:
      return iso_day_text(raw);
    case Kind::number:
      return styles_.day(cell.style) ? day_text(raw, workbook_.epoch) : number_text(raw);
  }
  return std::string();
}

}  // namespace muster::filings::xlsx
