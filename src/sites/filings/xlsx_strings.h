// Texts of cells: runs joined, within the length of a cell; and those that cells share, held in one piece. Source:
// ECMA-376-1:2016 §18.4 (shared strings). Inside of filings.
#pragma once

#include "xlsx_package.h"
#include "xlsx_xml.h"

#include <optional>
#include <vector>

namespace muster::filings::xlsx {

// A cell's text while it comes in pieces.
class CellText {
 public:
  explicit CellText(std::size_t units_max) : units_max_(units_max) {}
  void clear();
  void add(std::string_view piece);
  // Without escapes; nothing: too long.
  std::optional<std::string> take() const;
  const std::string& raw() const { return raw_; }
  bool empty() const { return fits_ && raw_.empty(); }

 private:
  std::size_t units_max_;
  std::string raw_;
  bool fits_ = true;
};

// From behind the opening of `si` or `is` to its close. Rich runs are joined; how a text is pronounced is none of it.
Result<void> read_runs(Xml& xml, CellText& out);

class Strings {
 public:
  // Of the part of this name; empty: the workbook has none. Errors: xlsx_strings_max, Xml's, the package's.
  static Result<Strings> read(Package& package, const std::string& part);
  std::size_t size() const { return texts_.size(); }
  // Of an index below size(); nothing: it is longer than a cell can be.
  std::optional<std::string_view> at(std::size_t index) const;

 private:
  struct Text {
    std::uint32_t begin = 0, size = 0;
  };
  std::string all_;
  std::vector<Text> texts_;
};

}  // namespace muster::filings::xlsx
