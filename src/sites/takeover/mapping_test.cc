#include <takeover/mapping.h>

#include <gtest/gtest.h>

namespace muster::takeover {
namespace {

std::string fault(const std::string& text) {
  const auto mapping = parse_mapping(text);
  return mapping.ok() ? "good" : mapping.error().code;
}

TEST(TakeoverMapping, SaysWhatIsWhat) {
  const auto mapping = parse_mapping(R"(
system = "Old register"
law = "Act 5"
reverify = true
[source]
table = "sites"
separator = ";"
[columns]
site_number = "no"
domains = "hosts"
[constants]
region = "CN-35"
[values.state]
"1" = "filed"
"9" = "cancelled"
)");
  ASSERT_TRUE(mapping.ok()) << mapping.error().sentence;
  EXPECT_EQ(mapping->system, "Old register");
  EXPECT_TRUE(mapping->reverify);
  EXPECT_EQ(mapping->table, "sites");
  EXPECT_EQ(mapping->separator, ';');
  EXPECT_EQ(mapping->columns.at("domains"), "hosts");
  EXPECT_EQ(mapping->constants.at("region"), "CN-35");
  EXPECT_EQ(mapping->values.at("state").at("9"), "cancelled");
}

TEST(TakeoverMapping, FaultsAreSaid) {
  const std::string good = "system = 'x'\n[columns]\nsite_number = 'no'\n";
  EXPECT_EQ(fault(good), "good");
  EXPECT_EQ(fault(""), "mapping_system");
  EXPECT_EQ(fault("system = 'x'\n"), "mapping_columns");
  EXPECT_EQ(fault("system = \n"), "mapping_syntax");
  EXPECT_EQ(fault("\xff"), "mapping_syntax");
  EXPECT_EQ(fault(std::string(kMappingBytesMax + 1, '#')), "mapping_syntax");
  EXPECT_EQ(fault("sytsem = 'x'\n" + good), "mapping_key_unknown");
  EXPECT_EQ(fault("reverify = 'yes'\n" + good), "mapping_value");
  EXPECT_EQ(fault(good + "domains = 3\n"), "mapping_value");
  EXPECT_EQ(fault(good + "domains = '" + std::string(501, 'x') + "'\n"), "mapping_value");
  EXPECT_EQ(fault(good + "[source]\nseparator = 'ab'\n"), "mapping_value");
  EXPECT_EQ(fault(good + "[source]\nquery = 'x'\n"), "mapping_key_unknown");
  EXPECT_EQ(fault(good + "[constants]\nsite_number = 'x'\n"), "mapping_columns");
  const auto broken = parse_mapping("system = 'x'\n\nfoo = 1\n");
  EXPECT_NE(broken.error().sentence.find("line 3"), std::string::npos) << broken.error().sentence;
}

}  // namespace
}  // namespace muster::takeover
