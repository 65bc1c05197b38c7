#include <metrics/definition.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::metrics {
namespace {

constexpr const char* kPlain =
    "[[metric]]\nname = \"closed\"\ntitle_en = \"Closed\"\ntitle_zh = \"关闭\"\nen = \"Closed.\"\nzh = "
    "\"已关闭。\"\nunit = \"orders\"\nabout = \"sites\"\n"
    "counts = [{kind = \"order.executed\"}]\n";
constexpr const char* kSince = "since = [{kind = \"order.issued\"}]\n";

std::string code_of(const std::string& toml) {
  const auto parsed = Definitions::parse(toml, "test");
  return parsed.ok() ? "" : parsed.error().code;
}

TEST(MetricDefinitions, TheEmbeddedFileIsRead) {
  const Definitions& all = Definitions::standard();
  EXPECT_GE(all.items.size(), 12u);
  for (const char* name :
       {"orders_issued", "time_to_act", "appeals_filed", "orders_reversed", "errors", "reports_received"})
    EXPECT_NE(all.find(name), nullptr) << name;
  EXPECT_TRUE(all.find("appeals_filed")->persons);
  EXPECT_EQ(all.sha256.size(), 64u);
}

TEST(MetricDefinitions, ANumberOfClosingsCanNotBeAnAim) {
  EXPECT_EQ(code_of(kPlain), "");
  for (const char* target : {"target_hours = 24\n", "target = 100\n", "targets = [100]\n", "target_count = 100\n"})
    EXPECT_EQ(code_of(std::string(kPlain) + target), "metric_target_on_count") << target;
  EXPECT_EQ(code_of(std::string(kPlain) + kSince + "target_hours = 24\n"), "") << "how soon it is done can have one";
  EXPECT_EQ(code_of(std::string(kPlain) + kSince + "target = 100\n"), "metric_target_on_count");
}

TEST(MetricDefinitions, WhatIsNotInTheFormIsRefusedWithItsPlace) {
  EXPECT_EQ(code_of("[[metric]\n"), "metrics_syntax");
  EXPECT_EQ(code_of("x = 1\n"), "metrics_unknown_key");
  EXPECT_EQ(code_of(std::string(kPlain) + "quota = 1\n"), "metrics_unknown_key");
  EXPECT_EQ(code_of(std::string(kPlain) + kPlain), "metric_twice");
  EXPECT_EQ(code_of(std::string(kPlain) + "by = [\"a\", \"b\", \"c\", \"d\"]\n"), "metrics_value");
  EXPECT_EQ(code_of(std::string(kPlain) + "by = [\"a\", \"a\"]\n"), "metrics_value");
  EXPECT_EQ(code_of("[publication]\nsmall_cell = 1\n"), "metrics_value") << "a cell of one is somebody";
  const auto late = Definitions::parse(std::string(kPlain) + "quota = 1\n", "mine.toml");
  EXPECT_NE(late.error().sentence.find("mine.toml:10:"), std::string::npos) << late.error().sentence;
}

TEST(MetricDefinitions, WhatIsMissingIsNamed) {
  for (const char* line : {"name = \"closed\"\n", "zh = \"已关闭。\"\n", "title_zh = \"关闭\"\n", "unit = \"orders\"\n",
                           "about = \"sites\"\n", "counts = [{kind = \"order.executed\"}]\n"}) {
    std::string without = kPlain;
    without.erase(without.find(line), std::string(line).size());
    EXPECT_EQ(code_of(without), "metrics_value") << line;
  }
}

}  // namespace
}  // namespace muster::metrics
