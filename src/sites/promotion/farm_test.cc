// A farm of links drawn from a seed, with planted faults of each kind and innocent twins: recall and precision of each.
#include "walk_world.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::promotion {
namespace {

struct Score {
  int planted = 0, hit = 0, false_ones = 0;
  double recall() const { return planted == 0 ? 1 : static_cast<double>(hit) / planted; }
  double precision() const { return hit + false_ones == 0 ? 1 : static_cast<double>(hit) / (hit + false_ones); }
};

TEST(LinkFarm, FindsWhatIsPlantedAndSparesTheTwins) {
  const char* asked = std::getenv("MUSTER_SEED");
  const std::uint64_t seed = asked ? std::strtoull(asked, nullptr, 10) : 9;
  WalkWorld w(store::Backend::sqlite);
  const auto links = testing::promoted_links(seed, 25);
  ASSERT_GE(links.size(), 300u);
  w.list(links);
  w.clock.advance(std::chrono::minutes(1));
  const Inspected done = w.inspect_all_due();
  EXPECT_EQ(done.links, static_cast<std::int64_t>(links.size()));

  std::map<std::string, std::string> planted;
  for (const auto& l : links) planted[l.code] = l.fault;
  std::map<std::string, Score> scores;
  for (const auto& [code, fault] : planted)
    if (!fault.empty()) ++scores[fault].planted;
  std::string after;
  do {
    const auto page = w.must(w.findings.list({.state = FindingState::open}, after, 500));
    for (const Finding& f : page.items) {
      Score& score = scores[to_text(f.kind)];
      const bool right = planted.at(f.code) == to_text(f.kind);
      (right ? score.hit : score.false_ones) += 1;
      if (!right) fmt::print("{} of {} ({}): {}\n", to_text(f.kind), f.code, planted.at(f.code), f.detail);
      EXPECT_FALSE(f.first_run_id.empty()) << "evidence";
    }
    after = page.next;
  } while (!after.empty());
  fmt::print("| finding | planted | recall | precision |\n|---|---|---|---|\n");
  for (const auto& [kind, score] : scores) {
    fmt::print("| {} | {} | {:.3f} | {:.3f} |\n", kind, score.planted, score.recall(), score.precision());
    EXPECT_GE(score.recall(), 0.95) << kind;
    EXPECT_GE(score.precision(), 0.95) << kind;
  }
  EXPECT_EQ(scores.size(), 7u);
  const Coverage covered = w.must(w.inspector.coverage("", std::chrono::hours(24 * 7)));
  EXPECT_EQ(covered.links, covered.inspected) << "of N links N were inspected in the last 7 days";

  // In the wild: other sites lead to the partner's pages.
  const auto wild = testing::wild_links(seed, links, 20);
  std::vector<std::string> urls;
  std::set<std::string> unlisted;
  for (const auto& l : wild) {
    urls.push_back(l.url);
    if (l.unlisted) unlisted.insert(l.url);
  }
  w.must(w.testing_service.test(urls, "system:test"));
  w.clock.advance(std::chrono::minutes(5));
  EXPECT_EQ(w.must(w.inspector.look_in_the_wild()), static_cast<int>(unlisted.size()));
  EXPECT_EQ(w.must(w.inspector.look_in_the_wild()), 0) << "each once";
  const auto seen = w.must(w.findings.list({.kind = FindingKind::unlisted_link}, "", 100));
  int right = 0;
  for (const Finding& f : seen.items) right += unlisted.contains(w.must(w.testing_service.run(f.first_run_id)).url);
  const Score wild_score{static_cast<int>(unlisted.size()), right, static_cast<int>(seen.items.size()) - right};
  fmt::print("| unlisted_link | {} | {:.3f} | {:.3f} |\n{} links, drawn from seed {}.\n", wild_score.planted,
             wild_score.recall(), wild_score.precision(), links.size(), seed);
  EXPECT_EQ(right, static_cast<int>(unlisted.size()));
  EXPECT_EQ(seen.items.size(), unlisted.size());

  // The figure that is counted along is the one that a count of the rows gives.
  static constexpr store::Sql kCounted{"t_counted",
                                       "select count(*) as n, count(last_at) as seen from promo_inspection where "
                                       "listed = 1"};
  w.must(w.inventories.remove(w.partner.id, links.front().code, w.user));
  w.must(w.inventories.put(w.partner.id, {"NEW", "web", "", "http://new.example/", "", "", "", ""}, w.user));
  w.must(w.db->read([&](store::Transaction& tx) -> Result<void> {
    const auto row = tx.one(kCounted);
    const Coverage now = w.must(w.inspector.coverage(w.partner.id, std::chrono::hours(24 * 7)));
    EXPECT_EQ(now.links, row->integer("n"));
    EXPECT_EQ(now.inspected, row->integer("seen"));
    EXPECT_EQ(now.inspected, covered.inspected - 1);
    return {};
  }));
}

}  // namespace
}  // namespace muster::promotion
