#include "csv_row.h"

#include <gtest/gtest.h>

namespace muster::census {
namespace {

std::vector<std::string> fields(std::string_view text, CsvFault expected = CsvFault::none) {
  CsvRow row;
  std::size_t ends = 0;
  EXPECT_EQ(static_cast<int>(next_row(text, ',', row, ends)), static_cast<int>(expected));
  std::vector<std::string> out;
  for (std::size_t i = 0; i < row.count; ++i) out.emplace_back(row.fields[i]);
  return out;
}
using Fields = std::vector<std::string>;

TEST(CsvRow, Rfc4180) {
  EXPECT_EQ(fields("a,b,c\r\n"), (Fields{"a", "b", "c"}));
  EXPECT_EQ(fields("a,,"), (Fields{"a", "", ""}));
  EXPECT_EQ(fields("\"a,b\",\"c\"\"d\",\"\"\"\"\n"), (Fields{"a,b", "c\"d", "\""}));
  EXPECT_EQ(fields("\"two\nlines\",x\r\nnext"), (Fields{"two\nlines", "x"}));
  EXPECT_EQ(fields("\n"), (Fields{""}));
}

TEST(CsvRow, FaultsCostOneLine) {
  CsvRow row;
  std::size_t ends = 0;
  std::string_view text = "\"open\nnext,1\n";
  EXPECT_EQ(next_row(text, ',', row, ends), CsvFault::quote);
  EXPECT_EQ(text, "next,1\n");
  EXPECT_EQ(ends, 1u);
  fields("\"a\"b\n", CsvFault::quote);
  std::string line(300, ',');
  fields(line += '\n', CsvFault::too_many);
  line.assign(70'000, 'a');
  fields(line += '\n', CsvFault::too_long);
}

TEST(CsvRow, Headers) {
  EXPECT_EQ(columns_of("site id;Domain;Provider\n1;a.com;x").name, 1);
  EXPECT_EQ(columns_of("site id;Domain;Provider\n1;a.com;x").provider, 2);
  EXPECT_EQ(columns_of("site id;Domain;Provider\n1;a.com;x").separator, ';');
  EXPECT_FALSE(columns_of("a.com,provider\n").header);
  EXPECT_EQ(columns_of("a.com,provider\n").provider, -1);
  EXPECT_EQ(columns_of("host\tip\n").address, 1);
}

}  // namespace
}  // namespace muster::census
