// An instance that runs beside another system enforces nothing, whatever was decided in it.
#include <enforcement/service.h>

#include <gtest/gtest.h>
#include <support/feed_world.h>

namespace muster::enforcement {
namespace {

class ShadowFeed : public ::testing::TestWithParam<store::Backend> {
 protected:
  ShadowFeed() : w(GetParam()) {
    w.enrol_authority();
    w.enrol_witness();
    w.order("bad.example");
  }
  test::FeedWorld w;
  policy::Policy policy = *policy::Policy::parse("[instance]\nshadow = true\n");
  Service shadow{*w.db, w.recorder, policy, w.log, *w.cases_service};
};
MUSTER_ON_BOTH_BACKENDS(ShadowFeed);

TEST_P(ShadowFeed, TheFeedIsEmptyAndSaysWhy) {
  EXPECT_EQ(w.names(), "bad.example") << "an instance that has taken over";
  for (const auto& zone : {w.must(shadow.rpz("cli")), w.must(shadow.preview_rpz())}) {
    EXPECT_TRUE(zone.entries.empty());
    EXPECT_NE(zone.text.find("shadow mode"), std::string::npos);
    EXPECT_EQ(zone.text.find("bad.example"), std::string::npos);
  }
  EXPECT_TRUE(w.must(shadow.status()).shadow);
  EXPECT_FALSE(w.must(w.feeds.status()).shadow);
  // Nothing was carried out.
  const auto orders = w.must(w.cases_service->orders({}, "", 10));
  ASSERT_EQ(orders.items.size(), 1u);
  EXPECT_EQ(orders.items[0].state, "in_force");
}

TEST_P(ShadowFeed, WhatItWouldBeIsThereToCompare) {
  const auto zone = w.must(shadow.would_be_rpz());
  ASSERT_EQ(zone.entries.size(), 1u);
  EXPECT_EQ(zone.entries[0].name, "bad.example");
}

}  // namespace
}  // namespace muster::enforcement
