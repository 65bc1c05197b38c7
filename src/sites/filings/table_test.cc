// Small tables: CSV and sheets read as the same.
#include "xlsx_written.h"
#include <filings/table.h>

#include <gtest/gtest.h>

namespace muster::filings {
namespace {

constexpr const char* kList = "code,due\r\n\r\nA1,2026-05-01\r\n\"A,2\",\"2026-06-01\"\r\n";

TEST(SmallTable, IsTheSameAsCsvAndAsASheet) {
  const auto csv = read_table(kList, Format::csv, "", 10);
  ASSERT_TRUE(csv.ok()) << csv.error().sentence;
  EXPECT_EQ(csv->header, (std::vector<std::string>{"code", "due"}));
  ASSERT_EQ(csv->rows.size(), 2u);
  EXPECT_EQ(csv->rows[1].first, 4);
  EXPECT_EQ(csv->rows[1].second[0], "A,2");
  const auto sheet = read_table(xlsx::as_workbook(kList), Format::xlsx, "", 10);
  ASSERT_TRUE(sheet.ok()) << sheet.error().sentence;
  EXPECT_EQ(sheet->header, csv->header);
  EXPECT_EQ(sheet->rows, csv->rows);
}

TEST(SmallTable, SaysWhatCanNotBeRead) {
  EXPECT_EQ(read_table("", Format::csv, "", 10).error().code, "import_empty");
  EXPECT_EQ(read_table(kList, Format::csv, "", 1).error().code, "table_rows_max");
  EXPECT_EQ(read_table(kList, Format::jsonl, "", 1).error().code, "table_format");
  EXPECT_EQ(read_table("no workbook", Format::xlsx, "", 1).error().code, "xlsx_not_zip");
  const auto torn = read_table("code\nA1\n\"A2\nA3\n", Format::csv, "", 10);
  ASSERT_TRUE(torn.ok());
  ASSERT_EQ(torn->faults.size(), 1u);
  EXPECT_EQ(torn->faults[0].first, 3);
  EXPECT_EQ(torn->rows.size(), 2u) << "one stray quote costs one line";
}

}  // namespace
}  // namespace muster::filings
