#include <set>

#include <aggregates/envelope.h>
#include <aggregates/register.h>
#include <gtest/gtest.h>

namespace muster::aggregates {
namespace {

Envelope example() {
  Envelope e;
  e.origin = "muster.example/north";
  e.from = e.until = "2026-03";
  e.sequence = 7;
  e.definitions["register_lines"] = "aa";
  e.lines = {{"register_lines", "2026-03", "", "", false, 120, 0},
             {"register_lines", "2026-03", "region", "North", true, 0, 0}};
  return e;
}

TEST(Envelope, ComesBackAsItWent) {
  const auto file = read_file(ledger::statement_file(to_text(example()), "a note"));
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->note, "a note");
  const auto back = read_text(file->text);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(to_text(*back), to_text(example()));
}

TEST(Envelope, WhatIsInNoFormIsNotTaken) {
  for (const char* text : {"", "[]", "{}", "{\"format\":\"muster-aggregates/2\"}", "not JSON"})
    EXPECT_EQ(read_text(text).error().code, "aggregates_form") << text;
  for (const char* file : {"", "{\"text\":1,\"note\":\"\"}", "{\"text\":\"\"}"})
    EXPECT_EQ(read_file(file).error().code, "aggregates_form") << file;
  auto e = example();
  e.lines[1].n = 3;
  EXPECT_FALSE(read_text(to_text(e)).ok()) << "a number that is hidden";
  e = example();
  e.lines[0].month = "2026-04";
  EXPECT_FALSE(read_text(to_text(e)).ok()) << "of another month";
  e = example();
  e.until = "2026-02";
  EXPECT_FALSE(read_text(to_text(e)).ok()) << "backwards";
  e = example();
  e.sequence = 0;
  EXPECT_FALSE(read_text(to_text(e)).ok());
  e = example();
  e.lines[0].n = -1;
  EXPECT_FALSE(read_text(to_text(e)).ok());
}

TEST(RegisterMetrics, HaveNamesAndMeaningsOfTheirOwn) {
  std::set<std::string> hashes;
  for (const RegisterMetric& metric : register_metrics()) {
    EXPECT_EQ(find_register_metric(metric.name), &metric);
    hashes.insert(definition_sha256(metric));
  }
  EXPECT_EQ(hashes.size(), register_metrics().size());
  EXPECT_EQ(find_register_metric("orders_issued"), nullptr);
}

}  // namespace
}  // namespace muster::aggregates
