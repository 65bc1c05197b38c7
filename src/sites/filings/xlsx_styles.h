// Which of a workbook's cell styles show days. Source: ECMA-376-1:2016 §18.8.10 (cellXfs), §18.8.30 (numFmt). Inside of
// filings.
#pragma once

#include "xlsx_package.h"

#include <vector>

namespace muster::filings::xlsx {

class Styles {
 public:
  // Of the part of this name; empty: the workbook has none. Errors: xlsx_styles_max, Xml's, the package's.
  static Result<Styles> read(Package& package, const std::string& part);
  bool day(std::size_t style) const { return style < days_.size() && days_[style]; }

 private:
  std::vector<bool> days_;
};

}  // namespace muster::filings::xlsx
