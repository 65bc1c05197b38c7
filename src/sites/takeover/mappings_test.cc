#include <takeover/mappings.h>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::takeover {
namespace {

class TakeoverMappings : public testing::TestWithParam<store::Backend> {
 protected:
  TakeoverMappings() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {}
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  test::TestDatabase db_;
  ledger::Recorder recorder_{clock_, random_};
  Mappings mappings_{*db_, recorder_};
};
MUSTER_ON_BOTH_BACKENDS(TakeoverMappings);

const std::string kText = "system = 'Old'\n[columns]\nsite_number = 'no'\n";

TEST_P(TakeoverMappings, AVersionStaysAsItWasSaved) {
  ASSERT_EQ(mappings_.save("old", kText, "p")->version, 1);
  EXPECT_EQ(mappings_.save("old", kText, "p")->version, 1) << "it says the same";
  EXPECT_EQ(mappings_.save(" old ", kText + "domains = 'hosts'\n", "p")->version, 2);
  EXPECT_EQ(mappings_.get("old")->version, 2);
  EXPECT_EQ(mappings_.get("old", 1)->text, kText);
  EXPECT_EQ(mappings_.get("old", 3).error().code, "mapping_unknown");
  EXPECT_EQ(mappings_.get("new").error().code, "mapping_unknown");
  ASSERT_TRUE(mappings_.save("another", kText, "p").ok());
  const auto all = mappings_.all();
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ(all->front().name, "another");
  EXPECT_EQ(all->back().version, 2);
  for (const char* attack : {"update takeover_mapping set body = 'x'", "delete from takeover_mapping"})
    EXPECT_FALSE(db_->script(attack).ok()) << attack;
}

TEST_P(TakeoverMappings, WhatIsNoMapping) {
  EXPECT_EQ(mappings_.save("", kText, "p").error().code, "mapping_name");
  EXPECT_EQ(mappings_.save(std::string(61, 'x'), kText, "p").error().code, "mapping_name");
  EXPECT_EQ(mappings_.save("a/b", kText, "p").error().code, "mapping_name");
  EXPECT_EQ(mappings_.save("a\nb", kText, "p").error().code, "mapping_name");
  EXPECT_EQ(mappings_.save("\xff", kText, "p").error().code, "mapping_name");
  EXPECT_EQ(mappings_.save("old", "system = ", "p").error().code, "mapping_syntax");
  EXPECT_EQ(mappings_.save("old", std::string(kMappingBytesMax + 1, '#'), "p").error().code, "mapping_syntax");
  for (int i = 0; i < kMappingsMax; ++i) ASSERT_TRUE(mappings_.save("m" + std::to_string(i), kText, "p").ok());
  EXPECT_EQ(mappings_.save("one more", kText, "p").error().code, "mapping_too_many");
  EXPECT_EQ(mappings_.save("m7", kText + "domains = 'hosts'\n", "p")->version, 2);
}

}  // namespace
}  // namespace muster::takeover
