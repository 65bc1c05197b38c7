// Planted mirrors of closed cases among innocents who share what is common: who is found, by kind.
#include "planted.h"

#include <map>

#include <embedded_sites_migrations.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <likeness/likeness.h>
#include <support/test_database.h>

namespace muster::likeness {
namespace {

const Instant kAt = *parse_rfc3339("2026-03-02T02:00:00Z");

class Likeness : public ::testing::TestWithParam<store::Backend> {
 protected:
  Likeness() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}), service_(*db_) {}

  void keep(const std::string& host, const Print& print, bool evidence = false, const std::string& test = {}) {
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      service_.keep(tx, test.empty() ? "test-" + host : test, host, kAt, print, evidence);
      return {};
    });
    ASSERT_TRUE(done.ok()) << done.error().sentence;
  }
  void close(const std::string& id, const std::string& host, const std::string& ground = "explicit_unlawful") {
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      service_.closed(tx, {id, "C-" + id, ground, host, {"test-none", "test-" + host}}, kAt);
      return {};
    });
    ASSERT_TRUE(done.ok()) << done.error().sentence;
  }
  std::vector<Found> found(const std::string& host, Print print) {
    auto out = service_.resembling(host, print);
    if (!out.ok()) throw std::runtime_error(out.error().sentence);
    return std::move(*out);
  }
  void plant(const planted::Farm& farm) {
    for (const auto& site : farm.originals) {
      keep(site.host, site.print, true);
      close(site.host, site.host);
    }
    for (const auto& site : farm.innocents) keep(site.host, site.print);
  }

  test::TestDatabase db_;
  Service service_;
};
MUSTER_ON_BOTH_BACKENDS(Likeness);

struct Tally {
  int planted = 0, found = 0, right = 0;
};

TEST_P(Likeness, PlantedMirrorsAreFoundAndInnocentsAreNot) {
  std::map<std::string, Tally> kinds;
  int innocents = 0, taken = 0;
  for (const std::uint64_t seed : {1u, 20u, 300u}) {
    // Each world anew: hosts of one don't count in another.
    test::TestDatabase fresh(GetParam(), {{"sites", muster_sites_migrations::files()}});
    Service service(*fresh);
    planted::Farm farm(seed);
    farm.plant(30, 400);
    const auto stored = fresh->write([&](store::Transaction& tx) -> Result<void> {
      for (const auto& site : farm.originals) {
        service.keep(tx, "test-" + site.host, site.host, kAt, site.print, true);
        service.closed(tx, {site.host, site.host, "explicit_unlawful", site.host, {"test-" + site.host}}, kAt);
      }
      for (const auto& site : farm.innocents) service.keep(tx, "test-" + site.host, site.host, kAt, site.print, false);
      return {};
    });
    ASSERT_TRUE(stored.ok()) << stored.error().sentence;
    for (const auto& site : farm.mirrors) {
      Print print = site.print;
      const auto cases = service.resembling(site.host, print);
      ASSERT_TRUE(cases.ok()) << cases.error().sentence;
      Tally& tally = kinds[site.kind];
      ++tally.planted;
      tally.found += cases->empty() ? 0 : 1;
      const std::string original = farm.originals[static_cast<std::size_t>(site.original)].host;
      tally.right += !cases->empty() && cases->front().case_id == original ? 1 : 0;
    }
    for (const auto& site : farm.innocents) {
      Print print = site.print;
      const auto cases = service.resembling(site.host, print);
      ASSERT_TRUE(cases.ok()) << cases.error().sentence;
      ++innocents;
      taken += cases->empty() ? 0 : 1;
    }
  }
  int all_found = 0, all_right = 0;
  for (const auto& [kind, tally] : kinds) {
    fmt::print("{:<22} {:3} of {:3} found (recall {:.2f}), {:3} of the right case (precision {:.2f})\n", kind,
               tally.found, tally.planted, static_cast<double>(tally.found) / tally.planted, tally.right,
               static_cast<double>(tally.right) / std::max(tally.found, 1));
    all_found += tally.found;
    all_right += tally.right;
    if (kind == "accounts") {
      EXPECT_LE(tally.found * 100, tally.planted * 3) << "company alone is no suspicion";
      continue;
    }
    EXPECT_GE(tally.found * 100, tally.planted * 90) << kind;
    EXPECT_GE(tally.right * 100, tally.found * 95) << kind;
  }
  fmt::print("innocents              {:3} of {:3} taken for mirrors; precision over all {:.3f}\n", taken, innocents,
             static_cast<double>(all_right) / std::max(all_found + taken, 1));
  EXPECT_LE(taken * 100, innocents);
}

TEST_P(Likeness, ACaseThatIsOpenedAgainIsNobodysPattern) {
  planted::Farm farm(7);
  farm.plant(2, 20);
  plant(farm);
  const auto& mirror = farm.mirrors[0];  // 10 % of the words changed
  ASSERT_EQ(found(mirror.host, mirror.print).size(), 1u);
  EXPECT_EQ(found(mirror.host, mirror.print)[0].case_number, "C-case-000.example");
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                   service_.opened_again(tx, "case-000.example");
                   return {};
                 })
                  .ok());
  EXPECT_TRUE(found(mirror.host, mirror.print).empty());
  close("case-000.example", "case-000.example");
  EXPECT_EQ(found(mirror.host, mirror.print).size(), 1u);
}

TEST_P(Likeness, ThePatternIsWhatTheEvidenceShows) {
  planted::Farm farm(8);
  farm.plant(1, 5);
  plant(farm);
  keep("case-000.example", farm.innocents[0].print, false, "later");  // blocked since, and something else
  EXPECT_EQ(found(farm.mirrors[0].host, farm.mirrors[0].print).size(), 1u);
  EXPECT_TRUE(found("case-000.example", farm.originals[0].print).empty()) << "its own later visits are re-tests";
}

TEST_P(Likeness, OnlyGroundsOfContentArePatterns) {
  planted::Farm farm(9);
  farm.plant(3, 5);
  for (const auto& site : farm.originals) keep(site.host, site.print, true);
  close("a", "case-000.example", "unfiled");
  close("b", "case-001.example", "child_abuse_material");
  close("c", "case-002.example", "phishing_or_malware");
  const auto of = [&](std::size_t original) {
    const auto& mirror = farm.mirrors[original * 6];
    return found(mirror.host, mirror.print).size();
  };
  EXPECT_EQ(of(0), 0u);
  EXPECT_EQ(of(1), 0u) << "sealed";
  EXPECT_EQ(of(2), 1u);
}

TEST_P(Likeness, TheGraphHasReasonsAndBounds) {
  planted::Farm farm(10);
  farm.plant(1, 300);
  plant(farm);
  for (const auto& site : farm.mirrors) keep(site.host, site.print);
  const auto graph = service_.cluster(farm.mirrors[0].host);
  ASSERT_TRUE(graph.ok()) << graph.error().sentence;
  EXPECT_EQ(graph->nodes[0].host, farm.mirrors[0].host);
  EXPECT_LE(graph->nodes.size(), kNodesMax);
  bool to_case = false;
  int strangers = 0;
  for (const Node& node : graph->nodes) {
    to_case = to_case || node.case_number == "C-case-000.example";
    strangers += node.host.starts_with("innocent-");
  }
  EXPECT_TRUE(to_case);
  EXPECT_LE(strangers, 3) << "of 300";
  for (const Edge& edge : graph->edges) {
    EXPECT_FALSE(edge.resemblance.reasons.empty());
    EXPECT_GE(edge.resemblance.value, kEdgeMin);
    EXPECT_NE(edge.from, edge.to);
  }
  const auto view = service_.site(farm.mirrors[0].host);
  ASSERT_TRUE(view.ok());
  EXPECT_FALSE(view->sites.empty());
  EXPECT_EQ(view->cases.size(), 1u);
  EXPECT_EQ(service_.cluster("never-tested.example").error().code, "likeness_unknown");
  EXPECT_EQ(service_.site("never-tested.example").error().code, "likeness_unknown");
}

TEST_P(Likeness, AnUnchangedPageWritesNoTraits) {
  planted::Farm farm(11);
  farm.plant(1, 1);
  const auto count = [&] {
    static constexpr store::Sql kCount{"t_traits", "select count(*) as n from likeness_trait"};
    return (*db_->ask(kCount)).front().integer("n");
  };
  keep("one.example", farm.originals[0].print);
  const auto first = count();
  EXPECT_GT(first, 24);
  keep("one.example", farm.originals[0].print, false, "test-2");
  EXPECT_EQ(count(), first);
  keep("one.example", Print(), false, "test-3");
  EXPECT_LE(count(), 1) << "the icon alone is remembered";
}

TEST_P(Likeness, IconsAreAskedForOnceInAWhile) {
  EXPECT_TRUE(service_.wants_icon("one.example", kAt));
  Print print;
  keep("one.example", print);
  EXPECT_FALSE(service_.wants_icon("one.example", kAt + std::chrono::hours(24)));
  EXPECT_TRUE(service_.wants_icon("one.example", kAt + kIconFor + std::chrono::hours(1)));
}

TEST_P(Likeness, MarksOfTextAreForRareOnes) {
  planted::Farm farm(12);
  farm.plant(1, 1);
  keep("one.example", farm.originals[0].print);
  const auto mark = [&](const std::string& host) {
    return *db_->read([&](store::Transaction& tx) -> Result<std::string> { return service_.text_mark(tx, host); });
  };
  EXPECT_TRUE(mark("one.example").starts_with("simhash:"));
  EXPECT_EQ(mark("two.example"), "");
  for (int i = 0; i < 120; ++i) keep(fmt::format("parked-{}.example", i), farm.originals[0].print);
  EXPECT_EQ(mark("one.example"), "") << "parked names by the hundred";
}

}  // namespace
}  // namespace muster::likeness
