// Where in a workbook's file the wanted sheet stands, and what its cells refer to. Source: ECMA-376-2:2021 §6.5
// (relations), ECMA-376-1:2016 §18.2 (workbook). Inside of filings.
#pragma once

#include "xlsx_cell.h"
#include "xlsx_package.h"

namespace muster::filings::xlsx {

struct Workbook {
  Epoch epoch = Epoch::y1900;
  std::string sheet_name;
  std::string sheet, strings, styles;  // parts; empty: it has none
};

// The sheet of this name (in any case of ASCII), hidden or not; an empty name: the first that is seen. Errors:
// xlsx_no_workbook, xlsx_binary, xlsx_sheet_missing, xlsx_xml, xlsx_doctype, xlsx_parts_max, and the package's.
Result<Workbook> find_sheet(Package& package, const std::string& wanted);

}  // namespace muster::filings::xlsx
