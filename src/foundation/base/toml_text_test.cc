#include <base/toml_text.h>

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(TomlText, BeyondAsciiOnlyInStringsAndComments) {
  for (const char* good :
       {"", "a = 1\n", "# é\na = 1", "a = 'é'", "a = \"é\"", "\"é\" = 1", "a = \"\"\"\né\n\"\"\"\nb = 1",
        "a = '''é'\n'''", "a = \"\\\"é\"", "a = \"\"\"\\\né\"\"\"\"\"\n", "a = '\\'\n# é", "a = \"\"\nb = ''"})
    EXPECT_EQ(toml_line_beyond_ascii(good), 0) << good;
  EXPECT_EQ(toml_line_beyond_ascii("é = 1"), 1);
  EXPECT_EQ(toml_line_beyond_ascii("a = 1\nb\xe2\x80\xaf= 2"), 2);
  EXPECT_EQ(toml_line_beyond_ascii("ue\xef\xbb\xaf"), 1);
  EXPECT_EQ(toml_line_beyond_ascii("a = '\n\n'\né"), 4) << "a string of one line ends with it";
  EXPECT_EQ(toml_line_beyond_ascii("a = '\\'é"), 1) << "nothing is escaped in single quotes";
  EXPECT_EQ(toml_line_beyond_ascii("a = \"\"\"\n\n\"\"\" é"), 3);
  EXPECT_EQ(toml_line_beyond_ascii("a = \"\"\"\\\n\"\"\"\né"), 3);
  for (const char* open : {"'", "\"", "\"\"\"", "'''é", "\"\\", "#"})
    EXPECT_EQ(toml_line_beyond_ascii(open), 0) << open;
}

}  // namespace
}  // namespace muster
