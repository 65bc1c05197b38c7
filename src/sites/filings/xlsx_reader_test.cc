// Sheets as people and their programs write them.
#include "xlsx_reader.h"

#include "xlsx_test_support.h"
#include "xlsx_written.h"
#include <base/text.h>

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::filings::xlsx {
namespace {

using testing::ElementsAre;
using Lines = std::vector<std::string>;

// "line|cell|cell", faults as "!column code"; the code of what ended the reading.
Lines read(const std::string& file, const std::string& sheet = "", const Limits& limits = {}) {
  std::istringstream in(file);
  const auto reader = Reader::open(in, sheet, limits);
  if (!reader.ok()) return {reader.error().code};
  Lines out;
  Row row;
  for (;;) {
    const auto more = (*reader)->next(row);
    if (!more.ok()) out.push_back(more.error().code);
    if (!more.ok() || !*more) return out;
    std::string line = std::to_string(row.line);
    for (const auto& cell : row.cells) line += "|" + cell;
    for (const auto& f : row.faults) line += "!" + std::to_string(f.column) + " " + f.error.code;
    out.push_back(std::move(line));
  }
}

Lines rows(const std::string& inside) {
  return read(by_hand({.rows = inside}));
}

TEST(WorkbookReader, ASheetThatASpreadsheetWrote) {
  for (const bool constant_memory : {false, true}) {
    const std::string file = written(
        [](lxw_workbook* book) {
          lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
          lxw_format* day = workbook_add_format(book);
          format_set_num_format(day, "yyyy\"年\"m\"月\"d\"日\"");
          lxw_format* money = workbook_add_format(book);
          format_set_num_format(money, "#,##0.00");
          lxw_format* bold = workbook_add_format(book);
          format_set_bold(bold);
          worksheet_write_string(sheet, 1, 0, "name", bold);
          worksheet_write_string(sheet, 1, 2, "中文 & <b>", nullptr);
          worksheet_write_number(sheet, 4, 0, 13800138000, nullptr);
          worksheet_write_number(sheet, 4, 1, 1234.5, money);
          lxw_datetime when{2024, 2, 29, 0, 0, 0.0};
          worksheet_write_datetime(sheet, 4, 2, &when, day);
          worksheet_write_boolean(sheet, 4, 3, 1, nullptr);
          worksheet_write_blank(sheet, 4, 4, bold);
          worksheet_write_formula_num(sheet, 4, 5, "=1+1", nullptr, 2);
          worksheet_write_formula_str(sheet, 4, 6, "=A2&\"!\"", nullptr, "name!");
          lxw_rich_string_tuple one{bold, const_cast<char*>("one ")}, two{nullptr, const_cast<char*>("two")};
          lxw_rich_string_tuple* runs[] = {&one, &two, nullptr};
          worksheet_write_rich_string(sheet, 4, 7, runs, nullptr);
          worksheet_write_url(sheet, 4, 9, "https://example.com/", nullptr);
          worksheet_write_blank(sheet, 6, 0, bold);
          worksheet_write_string(sheet, 9, 1, "line one\nline two", nullptr);
        },
        constant_memory);
    EXPECT_THAT(read(file), ElementsAre("2|name||中文 & <b>",
                                        "5|13800138000|1234.5|2024-02-29|TRUE||2|name!|one two||https://example.com/",
                                        "10||line one\nline two"))
        << constant_memory;
  }
}

TEST(WorkbookReader, SheetsByName) {
  const std::string file = written([](lxw_workbook* book) {
    worksheet_hide(workbook_add_worksheet(book, "Hidden"));
    lxw_worksheet* seen = workbook_add_worksheet(book, "Register 2026");
    worksheet_activate(seen);
    worksheet_set_first_sheet(seen);
    worksheet_write_string(seen, 0, 0, "seen", nullptr);
    worksheet_write_string(workbook_add_worksheet(book, "Other"), 0, 0, "other", nullptr);
  });
  EXPECT_THAT(read(file), ElementsAre("1|seen"));
  EXPECT_THAT(read(file, " register 2026 "), ElementsAre("1|seen"));
  EXPECT_THAT(read(file, "Other"), ElementsAre("1|other"));
  EXPECT_THAT(read(file, "Hidden"), ElementsAre());
  EXPECT_THAT(read(file, "Nobody's"), ElementsAre("xlsx_sheet_missing"));
  std::istringstream in(file);
  EXPECT_EQ(Reader::open(in, "Nobody's").error().sentence,
            "The workbook has no sheet of this name. It has: \"Hidden\", \"Register 2026\", \"Other\".");
}

TEST(WorkbookReader, ByHand) {
  const std::string date_styles =
      R"(<numFmts><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>)"
      R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="46"/></cellXfs>)";
  const std::string three =
      R"(<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>366</v></c><c r="C1" s="2"><v>366.5</v></c><c r="D1" s="3"><v>1.5</v></c>)"
      R"(<c r="E1" s="77"><v>3</v></c></row>)";
  EXPECT_THAT(read(by_hand({.rows = three, .styles = date_styles})),
              ElementsAre("1|1|1900-12-31|1900-12-31T12:00:00Z|1.5|3"));
  EXPECT_THAT(read(by_hand({.workbook_attributes = "date1904=\"1\"", .rows = three, .styles = date_styles})),
              ElementsAre("1|1|1905-01-01|1905-01-01T12:00:00Z|1.5|3"));
  // Runs are joined; how a name is pronounced and what stands between is no text of it.
  EXPECT_THAT(read(by_hand({.rows = R"(<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>)",
                            .strings = R"(<si><t xml:space="preserve"> a_x000D_</t></si>
                                <si><r><rPr><b/></rPr><t>上</t></r><r><t>海</t></r><rPh sb="0" eb="2"><t>shang hai</t></rPh></si>)"})),
              ElementsAre("1|上海| a\r"));
  // No references, an empty row, an unknown element, a comment inside of a text, the strict namespace's day.
  EXPECT_THAT(
      rows(R"(<row><c t="inlineStr"><is><t>a<!-- -->b</t></is></c><c/><c><v>3</v></c></row><row/><row spans="1:2"/>
                      <row><extLst><ext><c><v>9</v></c></ext></extLst><c t="d"><v>2024-05-06T00:00:00</v></c></row>)"),
      ElementsAre("1|ab||3", "4|2024-05-06"));
  EXPECT_THAT(
      rows(
          R"(<row r="3"><c r="C3" t="b"><v>0</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v></v></c></row>)"),
      ElementsAre("3|||FALSE"));
  EXPECT_THAT(rows(R"(<x:row xmlns:x="urn:other" r="1"><c r="A1"><v>1</v></c></x:row>)"), ElementsAre());
}

TEST(WorkbookReader, ABadCellIsAFaultOfItsLine) {
  EXPECT_THAT(
      rows(
          R"(<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="n"><v>x</v></c><c r="C1"><v>1</v></c></row>)"
          R"(<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><f>1+1</f></c><c r="C2" t="str"><f>A1</f><v></v></c></row>)"
          R"(<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c><c r="B9"><v>1</v></c><c r="XFE3"><v>1</v></c></row>)"
          R"(<row r="4"><c r="A4"><v>110105194912310020</v></c><c t="str"><v>_x0000_</v></c></row>)"
          R"(<row r="5"><c r="A5"><v>5</v></c></row>)"),
      ElementsAre("1|||1!0 xlsx_cell_error!1 xlsx_cell_number", "2!0 xlsx_cell_text!1 xlsx_cell_formula",
                  "3||1!-1 xlsx_cell_place!-1 xlsx_cell_place!-1 xlsx_cell_place",
                  "4!0 xlsx_cell_digits!1 xlsx_cell_text", "5|5"));
  std::istringstream in(
      by_hand({.rows = R"(<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><v>secret</v></c></row>)"}));
  Row row;
  ASSERT_TRUE(*(*Reader::open(in, ""))->next(row));
  EXPECT_EQ(row.faults.at(0).error.sentence, "The cell holds no value but a spreadsheet's error (#N/A).");
  EXPECT_EQ(row.faults.at(1).error.sentence, "The cell holds no value but a spreadsheet's error.");
}

TEST(WorkbookReader, ItGoesOnBehindARow) {
  const std::string file = as_workbook("a,b\n1,2\n\n3,4\n5,6\n");
  std::istringstream in(file);
  const auto reader = *Reader::open(in, "");
  Row row;
  ASSERT_TRUE(*reader->next(row));
  EXPECT_GT(reader->bytes_done(), 0);
  EXPECT_LT(reader->bytes_done(), static_cast<std::int64_t>(file.size()));
  reader->skip_to(4);
  ASSERT_TRUE(*reader->next(row));
  EXPECT_EQ(row.line, 5);
  EXPECT_THAT(row.cells, ElementsAre("5", "6"));
  EXPECT_FALSE(*reader->next(row));
  EXPECT_EQ(reader->bytes_done(), static_cast<std::int64_t>(file.size()));
  std::istringstream same(file), other(as_workbook("a,b\n1,2\n\n3,4\n5,7\n"));
  EXPECT_EQ(*(*Reader::open(same, ""))->identity(), *reader->identity());
  EXPECT_NE(*(*Reader::open(other, ""))->identity(), *reader->identity());
}

}  // namespace
}  // namespace muster::filings::xlsx
