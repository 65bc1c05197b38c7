#include <policy/regions.h>

#include <gtest/gtest.h>

namespace muster::policy {
namespace {

TEST(Regions, TermsRunInTheHoursOfTheRegion) {
  const auto policy = Policy::parse("[clock]\nregions = [\"CN-65 +06:00 10:00-19:30\", \"X -03:30 08:00-12:00\"]\n");
  ASSERT_TRUE(policy.ok()) << policy.error().sentence;
  const Instant monday = *parse_rfc3339("2026-03-02T02:00:00Z");
  // Five working days end when the fifth day after closes: at 18:00 of +08:00, or at 19:30 of +06:00.
  EXPECT_EQ(to_rfc3339(due_in(*policy, "", "clock.decision", monday)), "2026-03-09T10:00:00Z");
  EXPECT_EQ(to_rfc3339(due_in(*policy, "CN-65", "clock.decision", monday)), "2026-03-09T13:30:00Z");
  EXPECT_EQ(to_rfc3339(due_in(*policy, "CN-11", "clock.decision", monday)), "2026-03-09T10:00:00Z");
  // Four working hours: of a region that is not open yet they begin when it opens.
  EXPECT_EQ(to_rfc3339(due_in(*policy, "CN-65", "queue.claim", monday)), "2026-03-02T08:00:00Z");
  EXPECT_EQ(to_rfc3339(due_in(*policy, "X", "queue.claim", monday)), "2026-03-02T15:30:00Z");
  // Hours that run day and night are the same everywhere.
  EXPECT_EQ(due_in(*policy, "CN-65", "clock.execution", monday), policy->due("clock.execution", monday));
}

TEST(Regions, BadLinesAreRefusedWithTheFile) {
  for (const char* bad : {"CN-65", "CN-65 06:00 10:00-19:30", "CN-65 +06:00 19:30-10:00", "CN-65 +15:00 10:00-19:30",
                          "CN-65 +06:00 10:00 19:30", "CN-65 +06:00 25:00-26:00"}) {
    const auto policy = Policy::parse(std::string("[clock]\nregions = [\"") + bad + "\"]\n");
    ASSERT_FALSE(policy.ok()) << bad;
    EXPECT_EQ(policy.error().code, "policy_value") << bad;
  }
  EXPECT_FALSE(Policy::parse("[clock]\nregions = [\"A +06:00 10:00-19:30\", \"A +05:00 10:00-19:30\"]\n").ok());
}

}  // namespace
}  // namespace muster::policy
