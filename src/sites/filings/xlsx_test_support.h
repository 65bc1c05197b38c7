// Workbooks made by hand, part by part: for tests and the fuzz target alone. Inside of filings.
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <zip.h>

namespace muster::filings::xlsx {

using Parts = std::vector<std::pair<std::string, std::string>>;

// A ZIP archive of these parts, in memory; with a password if there is one.
inline std::string packed(const Parts& parts, const char* password = nullptr) {
  zip_source_t* into = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(into);
  zip_t* archive = zip_open_from_source(into, ZIP_TRUNCATE, nullptr);
  for (const auto& [name, bytes] : parts) {
    zip_source_t* from = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), from, ZIP_FL_ENC_UTF_8);
    if (index < 0) throw std::runtime_error(zip_strerror(archive));
    if (password) zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_128, password);
  }
  if (zip_close(archive) != 0) throw std::runtime_error(zip_strerror(archive));
  zip_stat_t stat;
  zip_source_open(into);
  zip_source_stat(into, &stat);
  std::string out(stat.size, '\0');
  zip_source_read(into, out.data(), out.size());
  zip_source_close(into);
  zip_source_free(into);
  return out;
}

inline constexpr std::string_view kMain = R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
inline constexpr std::string_view kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
inline constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";

// What each part holds; an empty one is left out.
struct ByHand {
  std::string workbook_attributes = {};  // of workbookPr
  std::string sheets = R"(<sheet name="Register" sheetId="1" r:id="r1"/>)";
  std::string rows = {};     // inside of sheetData
  std::string strings = {};  // inside of sst
  std::string styles = {};   // inside of styleSheet
  std::string second = {};   // rows of another sheet, of relation r4
};

inline std::string joined(std::initializer_list<std::string_view> pieces) {
  std::string out;
  for (const std::string_view piece : pieces) out.append(piece);
  return out;
}

inline std::string element(std::string_view name, std::string_view inside) {
  return joined({kHead, "<", name, " ", kMain, ">", inside, "</", name, ">"});
}

inline std::string sheet_part(std::string_view rows) {
  return element("worksheet", joined({"<sheetData>", rows, "</sheetData>"}));
}

inline std::string relation(std::string_view id, std::string_view kind, std::string_view target) {
  return joined({"<Relationship Id=\"", id, "\" Type=\"", kOffice, "/", kind, "\" Target=\"", target, "\"/>"});
}

inline std::string relations_part(std::string_view relations) {
  return joined({kHead, R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)",
                 relations, "</Relationships>"});
}

inline Parts parts_of(const ByHand& hand) {
  std::string of_workbook = relation("r1", "worksheet", "worksheets/sheet1.xml");
  if (!hand.strings.empty()) of_workbook += relation("r2", "sharedStrings", "sharedStrings.xml");
  if (!hand.styles.empty()) of_workbook += relation("r3", "styles", "/xl/../xl/styles.xml");
  if (!hand.second.empty()) of_workbook += relation("r4", "worksheet", "worksheets/sheet2.xml");
  Parts parts{{"_rels/.rels", relations_part(relation("r1", "officeDocument", "xl/workbook.xml"))}};
  parts.emplace_back("xl/workbook.xml",
                     joined({kHead, "<workbook ", kMain, " xmlns:r=\"", kOffice, "\"><workbookPr ",
                             hand.workbook_attributes, "/><sheets>", hand.sheets, "</sheets></workbook>"}));
  parts.emplace_back("xl/_rels/workbook.xml.rels", relations_part(of_workbook));
  parts.emplace_back("xl/worksheets/sheet1.xml", sheet_part(hand.rows));
  if (!hand.strings.empty()) parts.emplace_back("xl/sharedStrings.xml", element("sst", hand.strings));
  if (!hand.styles.empty()) parts.emplace_back("xl/styles.xml", element("styleSheet", hand.styles));
  if (!hand.second.empty()) parts.emplace_back("xl/worksheets/sheet2.xml", sheet_part(hand.second));
  return parts;
}

inline std::string by_hand(const ByHand& hand) {
  return packed(parts_of(hand));
}

}  // namespace muster::filings::xlsx
