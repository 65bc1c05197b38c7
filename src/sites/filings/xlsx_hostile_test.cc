// Files that are no workbooks, and workbooks that mean harm: each is refused with its code, and every limit is one.
#include "xlsx_reader.h"
#include "xlsx_test_support.h"
#include "xlsx_written.h"

#include <sstream>

#include <gtest/gtest.h>

namespace muster::filings::xlsx {
namespace {

using namespace std::string_literals;

// The code of what ends the reading, or "rows faults".
std::string outcome(const std::string& file, const Limits& limits = {}) {
  std::istringstream in(file);
  const auto reader = Reader::open(in, "", limits);
  if (!reader.ok()) return reader.error().code;
  Row row;
  int count = 0;
  std::string faults;
  for (;;) {
    const auto more = (*reader)->next(row);
    if (!more.ok()) return more.error().code;
    if (!*more) return std::to_string(count) + faults;
    ++count;
    for (const auto& f : row.faults) faults += " " + f.error.code;
  }
}

std::string with_part(const std::string& name, const std::string& bytes) {
  Parts parts = parts_of({.rows = "<row/>", .strings = "<si><t>a</t></si>", .styles = "<cellXfs/>"});
  for (auto& part : parts)
    if (part.first == name) part.second = bytes;
  return packed(parts);
}

std::string without(const std::string& name) {
  Parts parts = parts_of({.rows = "<row/>"});
  std::erase_if(parts, [&](const auto& part) { return part.first == name; });
  return packed(parts);
}

TEST(HostileWorkbook, FilesThatAreNone) {
  EXPECT_EQ(outcome(""), "import_empty");
  EXPECT_EQ(outcome("site_number,domains\n"), "xlsx_not_zip");
  EXPECT_EQ(outcome("%PDF-1.7"), "xlsx_not_zip");
  EXPECT_EQ(outcome("PK"), "xlsx_damaged");
  EXPECT_EQ(outcome(packed({{"readme.txt", "hello"}})), "xlsx_no_workbook");
  EXPECT_EQ(outcome(packed({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})), "xlsx_no_workbook");
  for (const char* part : {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"})
    EXPECT_EQ(outcome(without(part)), "xlsx_no_workbook") << part;
  EXPECT_EQ(outcome(with_part("xl/workbook.xml", element("document", ""))), "xlsx_no_workbook");
  EXPECT_EQ(outcome(by_hand({.sheets = ""})), "xlsx_sheet_missing");
  EXPECT_EQ(outcome(by_hand({.sheets = R"(<sheet name="a" state="hidden" r:id="r1"/>)"})), "xlsx_sheet_missing");
  EXPECT_EQ(outcome(by_hand({.sheets = R"(<sheet name="a" r:id="r9"/>)"})), "xlsx_sheet_missing");
  Parts binary = parts_of({});
  binary[0].second.replace(binary[0].second.find("workbook.xml"), 12, "workbook.bin");
  EXPECT_EQ(outcome(packed(binary)), "xlsx_binary");
}

// MS-CFB: an encrypted workbook and the old format begin alike; names of streams stand in UTF-16.
TEST(HostileWorkbook, ProtectedAndOldOnes) {
  const std::string head = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s + std::string(504, '\0');
  const auto wide = [](std::string_view text) {
    std::string out;
    for (const char c : text) (out += c) += '\0';
    return out;
  };
  EXPECT_EQ(outcome(head + wide("EncryptionInfo") + wide("EncryptedPackage")), "xlsx_encrypted");
  EXPECT_EQ(outcome(head + std::string((1 << 20) - 520, 'x') + wide("EncryptedPackage")), "xlsx_encrypted");
  EXPECT_EQ(outcome(head + wide("Root Entry") + wide("Workbook")), "xlsx_old_format");
  EXPECT_EQ(outcome(head + wide("Book")), "xlsx_old_format");
  EXPECT_EQ(outcome(head + wide("WordDocument")), "xlsx_not_zip");
  EXPECT_EQ(outcome("\x09\x08\x10\x00\x00\x06"s), "xlsx_old_format");
  EXPECT_EQ(outcome(packed(parts_of({.rows = "<row/>"}), "secret")), "xlsx_encrypted");
  // A workbook with macros is just read; they are never looked at.
  Parts macros = parts_of({.rows = R"(<row><c><v>1</v></c></row>)"});
  macros.emplace_back("xl/vbaProject.bin", head);
  EXPECT_EQ(outcome(packed(macros)), "1");
}

TEST(HostileWorkbook, CutOffOrDamaged) {
  std::string csv;
  for (int i = 0; i < 2000; ++i) csv += "a" + std::to_string(i * 7919) + ",b" + std::to_string(i * 104729) + "\n";
  const std::string file = as_workbook(csv);
  ASSERT_EQ(outcome(file), "2000");
  for (std::size_t part = 1; part < 20; ++part)
    EXPECT_EQ(outcome(file.substr(0, file.size() * part / 20)), "xlsx_damaged") << part;
  const std::string plain = by_hand({.rows = R"(<row><c><v>1</v></c></row>)"});
  int damaged = 0;
  for (std::size_t at = 0; at < plain.size(); ++at) {
    std::string bent = plain;
    bent[at] = static_cast<char>(bent[at] ^ 0x55);
    damaged += outcome(bent) != "1";  // whatever it says, it ends
  }
  EXPECT_GT(damaged, 100);
}

TEST(HostileWorkbook, DocumentTypesAndEntities) {
  const std::string laughs =
      R"(<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>)";
  const std::string outside = R"(<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">)";
  for (const auto& type : {laughs, outside})
    for (const char* part : {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"})
      EXPECT_EQ(outcome(with_part(part, type + "<x>&c;</x>")), "xlsx_doctype") << part;
  // The same in other clothes: UTF-16, and behind so much white space that the parser has begun.
  std::string wide = "\xff\xfe";
  for (const char c : laughs + "<x>&c;</x>") (wide += c) += '\0';
  EXPECT_EQ(outcome(with_part("xl/worksheets/sheet1.xml", wide)), "xlsx_xml");
  EXPECT_EQ(outcome(with_part("xl/worksheets/sheet1.xml",
                              R"(<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>)")),
            "xlsx_xml");
  EXPECT_EQ(outcome(with_part("xl/worksheets/sheet1.xml", std::string(8190, ' ') + outside + "<x/>")), "xlsx_doctype");
  EXPECT_EQ(outcome(by_hand({.rows = "<row><c t=\"str\"><v>&undeclared;</v></c></row>"})), "xlsx_xml");
}

TEST(HostileWorkbook, BrokenXml) {
  for (const char* broken :
       {"", "<", "<row", "plain", "<a></b>", "<worksheet/><worksheet/>", "\xff\xfe", "<a>\xc3\x28</a>"})
    EXPECT_EQ(outcome(with_part("xl/worksheets/sheet1.xml", broken)), "xlsx_xml") << broken;
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<r>";
  EXPECT_EQ(outcome(by_hand({.rows = deep})), "xlsx_xml");
  EXPECT_EQ(outcome(by_hand({.rows = R"(<row r="2"/><row r="2"/>)"})), "xlsx_row_order");
  EXPECT_EQ(outcome(by_hand({.rows = R"(<row r="2"/><row r="1"/>)"})), "xlsx_row_order");
  EXPECT_EQ(outcome(by_hand({.rows = R"(<row r="x"/>)"})), "xlsx_row_order");
}

TEST(HostileWorkbook, ABomb) {
  std::string rows;
  for (int i = 0; i < 64; ++i) rows += "<!--" + std::string(1 << 20, 'a') + "-->";  // that packs to some 64 kB
  std::string bomb = by_hand({.rows = rows});
  EXPECT_LT(bomb.size(), 200u << 10);
  EXPECT_EQ(outcome(bomb), "xlsx_ratio");
  EXPECT_EQ(outcome(by_hand({.rows = "<row/>", .strings = "<si>" + rows + "</si>"})), "xlsx_ratio");
  Limits limits;
  limits.unpacked_bytes = 32 << 20;
  limits.ratio = 2000;
  EXPECT_EQ(outcome(bomb, limits), "xlsx_unpacked_max");
  // One that says that it is small: what comes out is what counts.
  const auto size = static_cast<std::uint32_t>(sheet_part(rows).size());
  std::string told;
  for (int shift = 0; shift < 32; shift += 8) told += static_cast<char>(size >> shift);
  int changed = 0;
  for (std::size_t at = bomb.find(told); at != std::string::npos; at = bomb.find(told, at + 1), ++changed)
    bomb.replace(at, 4, "\x10\x27\0\0"s);
  EXPECT_GE(changed, 1);
  EXPECT_EQ(outcome(bomb), "xlsx_ratio");
  EXPECT_EQ(outcome(bomb, limits), "xlsx_unpacked_max");
  Parts many = parts_of({.rows = "<row/>"});
  for (int i = 0; i < 30'000; ++i) many.emplace_back("xl/media/picture-" + std::to_string(i) + ".png", "");
  EXPECT_EQ(outcome(packed(many)), "xlsx_parts_max");
}

TEST(HostileWorkbook, EveryLimitIsOne) {
  const std::string one = by_hand({.rows = R"(<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>)",
                                   .strings = "<si><t>abc</t></si><si><t>def</t></si>",
                                   .styles = "<cellXfs><xf/><xf/></cellXfs>"});
  EXPECT_EQ(outcome(one), "1");
  const auto with = [](auto change) {
    Limits limits;
    change(limits);
    return limits;
  };
  EXPECT_EQ(outcome(one, with([&](Limits& l) { l.file_bytes = static_cast<std::int64_t>(one.size()) - 1; })),
            "xlsx_too_large");
  EXPECT_EQ(outcome(one, with([&](Limits& l) { l.file_bytes = static_cast<std::int64_t>(one.size()); })), "1");
  EXPECT_EQ(outcome(one, with([](Limits& l) { l.unpacked_bytes = 1000; })), "xlsx_unpacked_max");
  EXPECT_EQ(outcome(one, with([](Limits& l) { l.strings = 1; })), "xlsx_strings_max");
  EXPECT_EQ(outcome(one, with([](Limits& l) { l.string_bytes = 5; })), "xlsx_strings_max");
  EXPECT_EQ(outcome(one, with([](Limits& l) { l.styles = 1; })), "xlsx_styles_max");
  EXPECT_EQ(outcome(one, with([](Limits& l) { l.names = 2; })), "xlsx_parts_max");
  EXPECT_EQ(outcome(one, with([](Limits& l) { l.row_bytes = 5; })), "1 xlsx_row_too_long");
  EXPECT_EQ(outcome(one, with([](Limits& l) { l.cell_units = 2; })), "1 xlsx_cell_too_long xlsx_cell_too_long");
  EXPECT_EQ(outcome(one, with([](Limits& l) { l.columns = 1; })), "1 xlsx_cell_place");
  EXPECT_EQ(outcome(by_hand({.rows = R"(<row r="1048577"/>)"})), "xlsx_rows_max");
  EXPECT_EQ(outcome(by_hand({.rows = R"(<row r="99999999999999999999"/>)"})), "xlsx_row_order");
  const auto cell = [](std::size_t units) {
    return by_hand({.rows = R"(<row><c t="inlineStr"><is><t>)" + std::string(units, 'x') + "</t></is></c></row>"});
  };
  EXPECT_EQ(outcome(cell(32'767)), "1");
  EXPECT_EQ(outcome(cell(32'768)), "1 xlsx_cell_too_long");
  EXPECT_EQ(outcome(cell(300'000)), "1 xlsx_cell_too_long");
  std::string wide = "<row>";
  for (int i = 0; i < 20'000; ++i) wide += "<c><v>1</v></c>";
  EXPECT_EQ(outcome(by_hand({.rows = wide + "</row>"})).substr(0, 18), "1 xlsx_cell_place ");
}

TEST(HostileWorkbook, ATaleOfLimits) {
  const Limits limits;
  EXPECT_EQ(limits.file_bytes, 268'435'456);
  EXPECT_EQ(limits.unpacked_bytes, 2'147'483'648);
  EXPECT_EQ(limits.ratio, 200);
  EXPECT_EQ(limits.rows, 1'048'576);
  EXPECT_EQ(limits.columns, 16'384);
  EXPECT_EQ(limits.cell_units, 32'767u);
  EXPECT_EQ(limits.strings, 4'000'000u);
}

// A pipe: it is held, within the limit, as nothing of a ZIP can be read from its beginning alone.
struct Pipe : std::stringbuf {
  using std::stringbuf::stringbuf;
  pos_type seekoff(off_type, std::ios_base::seekdir, std::ios_base::openmode) override { return pos_type(-1); }
  pos_type seekpos(pos_type, std::ios_base::openmode) override { return pos_type(-1); }
};

TEST(HostileWorkbook, StreamsThatCanNotBeMovedOrBreak) {
  const std::string file = by_hand({.rows = R"(<row><c><v>1</v></c></row>)"});
  Pipe pipe(file), small(file);
  std::istream in(&pipe), cut(&small);
  const auto reader = Reader::open(in, "");
  ASSERT_TRUE(reader.ok()) << reader.error().code;
  Row row;
  EXPECT_TRUE(*(*reader)->next(row));
  Limits limits;
  limits.file_bytes = 100;
  EXPECT_EQ(Reader::open(cut, "", limits).error().code, "xlsx_too_large");
  std::istringstream broken(file);
  broken.setstate(std::ios::badbit);
  EXPECT_EQ(Reader::open(broken, "").error().code, "import_read");
}

}  // namespace
}  // namespace muster::filings::xlsx
