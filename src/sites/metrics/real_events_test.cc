// The embedded definitions over what the rooms really write: from a case to an order that an appeal reverses.
#include <metrics/service.h>

#include <gtest/gtest.h>
#include <support/case_world.h>

namespace muster::metrics {
namespace {

using namespace std::chrono_literals;

class RealEvents : public ::testing::TestWithParam<store::Backend> {
 protected:
  RealEvents() : world(GetParam()) { world.enrol_authority(); }
  Cells of(const std::string& metric) {
    for (int some = 1; some > 0;) some = *figures.ingest();
    const auto months = figures.figures(metric, "2026-03", "2026-03");
    return months->empty() ? Cells{} : months->begin()->second;
  }
  std::int64_t n_of(const std::string& metric) { return total_of(of(metric)).n; }

  test::CaseWorld world;
  Service figures{*world.db, world.recorder, Definitions::standard(), {480, 500}};
};
MUSTER_ON_BOTH_BACKENDS(RealEvents);

TEST_P(RealEvents, AreCountedByTheEmbeddedDefinitions) {
  const auto order = world.order("tour-quorvix.example");
  EXPECT_EQ(n_of("cases_opened"), 1);
  EXPECT_EQ(n_of("decisions"), 1);
  EXPECT_EQ(along(of("orders_issued"), 0)["explicit_unlawful"].n, 1);
  EXPECT_EQ(along(of("orders_issued"), 1)["network"].n, 1);
  world.clock.advance(90min);
  ASSERT_TRUE(world.cases_service->report_executed(order.id, world.operator_person).ok());
  EXPECT_EQ(n_of("sites_acted_on"), 1);
  EXPECT_EQ(total_of(of("time_to_execute")).mean(), Duration(90min));
  EXPECT_EQ(total_of(of("time_to_act")).mean(), Duration(90min));

  auto appeal =
      world.must(world.cases_service->file_appeal({order.number, "It is not what you think.", "", "en"})).appeal;
  EXPECT_EQ(along(of("appeals_filed"), 0)["explicit_unlawful"].n, 1);
  world.clock.advance(24h);
  appeal = world.must(world.cases_service->acknowledge(appeal.id, appeal.version, world.judge));
  appeal =
      world.must(world.cases_service->decide_appeal(appeal.id, appeal.version, "reverse", "It is not.", world.judge));
  EXPECT_EQ(along(of("appeals_decided"), 0)["reversed"].n, 1);
  EXPECT_EQ(total_of(of("time_of_appeal")).mean(), Duration(24h));
  EXPECT_EQ(n_of("orders_reversed"), 1) << "the order's end and the appeal's outcome are one reversal";
  EXPECT_EQ(along(of("errors"), 0)["explicit_unlawful"].n, 1);
  EXPECT_EQ(n_of("sites_acted_on"), 0) << "what was wrong is taken out again";
  const auto again = figures.recompute([](std::int64_t, std::int64_t) { return true; });
  EXPECT_TRUE(again->compared);
  EXPECT_TRUE(again->differences.empty());
}

}  // namespace
}  // namespace muster::metrics
