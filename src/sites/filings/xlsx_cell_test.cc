#include "xlsx_cell.h"

#include <gtest/gtest.h>

namespace muster::filings::xlsx {
namespace {

std::string said(const Result<std::string>& result) {
  return result.ok() ? *result : result.error().code;
}

TEST(WorkbookCell, PlacesAreThoseOfTheGrid) {
  EXPECT_EQ(place_of("A1")->column, 0);
  EXPECT_EQ(place_of("AB12")->column, 27);
  EXPECT_EQ(place_of("AB12")->row, 12);
  EXPECT_EQ(place_of("XFD1048576")->column, 16'383);
  for (const char* none : {"", "A", "1", "A0", "A-1", "a1", "XFE1", "ZZZZZZZZZZZZ1", "A1B", "A99999999999999999999"})
    EXPECT_FALSE(place_of(none)) << none;
  for (const int column : {0, 25, 26, 701, 702, 16'383})
    EXPECT_EQ(place_of(column_letters(column) + "1")->column, column);
}

TEST(WorkbookCell, NumbersAreWhatAPersonSees) {
  EXPECT_EQ(said(number_text("42")), "42");
  EXPECT_EQ(said(number_text("-7.0")), "-7");
  EXPECT_EQ(said(number_text("1.3800138E10")), "13800138000");
  EXPECT_EQ(said(number_text("3.5")), "3.5");
  EXPECT_EQ(said(number_text("0.30000000000000004")), "0.3");
  EXPECT_EQ(said(number_text("999999999999999")), "999999999999999");
  EXPECT_EQ(said(number_text("1.1010519491231E+17")), "xlsx_cell_digits") << "the end of an identity number is lost";
  for (const char* none : {"", "x", "1x", "nan", "inf", "0x10", "1e999"})
    EXPECT_EQ(said(number_text(none)), "xlsx_cell_number") << none;
}

TEST(WorkbookCell, DaysOfBothEpochs) {
  EXPECT_EQ(said(day_text("1", Epoch::y1900)), "1900-01-01");
  EXPECT_EQ(said(day_text("59", Epoch::y1900)), "1900-02-28");
  EXPECT_EQ(said(day_text("60", Epoch::y1900)), "xlsx_cell_date") << "Excel's 29 February 1900";
  EXPECT_EQ(said(day_text("61", Epoch::y1900)), "1900-03-01");
  EXPECT_EQ(said(day_text("45292", Epoch::y1900)), "2024-01-01");
  EXPECT_EQ(said(day_text("45292.75", Epoch::y1900)), "2024-01-01T18:00:00Z");
  EXPECT_EQ(said(day_text("45291.999999999", Epoch::y1900)), "2024-01-01") << "a clock's last bit";
  EXPECT_EQ(said(day_text("2958465", Epoch::y1900)), "9999-12-31");
  EXPECT_EQ(said(day_text("0", Epoch::y1904)), "1904-01-01");
  EXPECT_EQ(said(day_text("43830", Epoch::y1904)), "2024-01-01");
  EXPECT_EQ(said(day_text("2957003", Epoch::y1904)), "9999-12-31");
  EXPECT_EQ(said(day_text("0.5", Epoch::y1900)), "12:00:00");
  for (const char* none : {"0", "-1", "2958466", "1e300"})
    EXPECT_EQ(said(day_text(none, Epoch::y1900)), "xlsx_cell_date") << none;
  EXPECT_EQ(said(day_text("2957004", Epoch::y1904)), "xlsx_cell_date");
  EXPECT_EQ(said(day_text("soon", Epoch::y1904)), "xlsx_cell_number");
  EXPECT_EQ(said(iso_day_text("2024-03-01")), "2024-03-01");
  EXPECT_EQ(said(iso_day_text("2024-03-01T00:00:00")), "2024-03-01");
  EXPECT_EQ(said(iso_day_text("2024-03-01T08:00:00+08:00")), "2024-03-01");
  EXPECT_EQ(said(iso_day_text("2024-03-01T06:30:00Z")), "2024-03-01T06:30:00Z");
  for (const char* none : {"", "2024-13-01", "yesterday!", "2024-03-01T99:00:00"})
    EXPECT_EQ(said(iso_day_text(none)), "xlsx_cell_date") << none;
}

TEST(WorkbookCell, FormatsThatShowDays) {
  for (const char* day :
       {"yyyy-mm-dd", "d/m/yy h:mm", "[$-804]yyyy\"年\"m\"月\"d\"日\"", "[Red]MMM;@", "mm:ss.0", "h AM/PM"})
    EXPECT_TRUE(shows_day(day)) << day;
  for (const char* number : {"", "General", "0.00E+00", "#,##0 \"days\"", "\\d0", "0_d", "[h]:mm:ss", "[mm]:ss", "@",
                             "0;d", "[$USD-409] 0", "\"open"})
    EXPECT_FALSE(shows_day(number)) << number;
  for (const int day : {14, 22, 27, 36, 45, 47, 50, 58}) EXPECT_TRUE(shows_day(day)) << day;
  for (const int number : {-1, 0, 1, 13, 23, 37, 46, 49, 164}) EXPECT_FALSE(shows_day(number)) << number;
}

TEST(WorkbookCell, EscapesAndLengths) {
  EXPECT_EQ(unescaped("a_x000D_b_x5F20_c"), "a\rb\u5f20c");
  EXPECT_EQ(unescaped("_x005F_x000D_"), "_x000D_") << "an escaped escape";
  EXPECT_EQ(unescaped("_xD83D__x12_x_"), "_xD83D__x12_x_");
  EXPECT_EQ(unescaped("_x0041_"), "A");
  EXPECT_EQ(unescaped("_x00E9_"), "\u00e9");
  EXPECT_EQ(utf16_units("a\u00e9\u4e2d\U0001f600"), 5u);
}

}  // namespace
}  // namespace muster::filings::xlsx
