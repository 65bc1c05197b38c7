// Workbooks: what is in them, and what is refused.
#include <gtest/gtest.h>
#include <print/workbook.h>

namespace muster::print {
namespace {

TEST(Workbook, HasSheetsAndCharts) {
  Sheet sheet{"By month: [1]",
              {"Month", "Orders"},
              {{std::string("2026-03"), std::int64_t{3}}, {std::string("=1+1"), 2.5}},
              {{SheetChart::Kind::line, "Orders", 0, {1}}}};
  const auto made = to_workbook({sheet, sheet}, "Report", {0});
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  EXPECT_TRUE(made->starts_with("PK"));
  for (const char* part : {"xl/charts/chart1.xml", "xl/worksheets/sheet2.xml"})
    EXPECT_NE(made->find(part), std::string::npos) << part;
}

TEST(Workbook, HasLimits) {
  EXPECT_EQ(to_workbook({}, "x", {0}).error().code, "workbook_limit");
  EXPECT_EQ(to_workbook(std::vector<Sheet>(kSheetsMax + 1), "x", {0}).error().code, "workbook_limit");
}

}  // namespace
}  // namespace muster::print
