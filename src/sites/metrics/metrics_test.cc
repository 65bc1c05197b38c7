// Figures that were added up as events came are those that a reading of all events gives: whatever the order, however
// often an event is handed out, however late it comes, and when what was counted is taken back.
#include "test_support.h"

#include <set>

#include <rapidcheck.h>

namespace muster::metrics {
namespace {

using namespace std::chrono_literals;

TEST(MetricFold, NeitherOrderNorRepetitionMatters) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    Maker maker{std::mt19937_64(seed)};
    const Reader reader(things());
    std::vector<Touch> touches;
    std::vector<Event> events;
    for (int i = 0; i < 40; ++i) events.push_back(maker.next());
    for (std::size_t i = 0; i < events.size(); ++i) reader.read(events[i], static_cast<std::int64_t>(i) + 1, touches);
    const auto states = [](const std::vector<Touch>& all) {
      std::map<std::pair<std::size_t, std::string>, KeyState> out;
      for (const Touch& t : all) fold(out[{t.metric, t.key}], t);
      return out;
    };
    const auto before = states(touches);
    for (std::size_t i = 0, n = touches.size(); i < n; ++i)
      if (maker.dice() % 3 == 0) touches.push_back(touches[i]);
    std::shuffle(touches.begin(), touches.end(), maker.dice);
    RC_ASSERT(states(touches) == before);
  }));
}

MUSTER_ON_BOTH_BACKENDS(Figured);

TEST_P(Figured, AddedUpAsTheyComeIsWhatAReadingOfAllGives) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    test::TestDatabase own{GetParam(), {{"sites", muster_sites_migrations::files()}}};
    Maker maker{std::mt19937_64(seed)};
    std::vector<Event> all;
    const Service one(*own, recorder, things(), {480, 1 + static_cast<int>(maker.dice() % 9)});
    for (int round = 0; round < 6; ++round) {
      std::vector<Event> some;
      for (std::uint64_t i = maker.dice() % 40; i > 0; --i) some.push_back(maker.next());
      ASSERT_TRUE(own->write([&](store::Transaction& tx) -> Result<void> {
                       const std::vector<std::string> salts(some.size(), "00");
                       events::append_all(tx, some, salts);
                       for (const Event& e : some)
                         if (maker.dice() % 4 == 0) {
                           static constexpr store::Sql kAgain{"t_twice", "insert into outbox(event_id) values(:id)"};
                           tx.run(kAgain, {{"id", e.id}});
                         }
                       return {};
                     })
                      .ok());
      all.insert(all.end(), some.begin(), some.end());
      ingest_all(one);
      ASSERT_EQ(read(one), told(all)) << "seed " << seed << ", round " << round;
    }
    const auto again = recompute(one);
    EXPECT_TRUE(again.compared);
    EXPECT_TRUE(again.differences.empty()) << "seed " << seed;
    EXPECT_EQ(read(one), told(all));
  }
}

TEST_P(Figured, AWrongFigureIsFoundAndPutRight) {
  Maker maker{std::mt19937_64(5)};
  std::vector<Event> all;
  for (int i = 0; i < 100; ++i) all.push_back(maker.next());
  write(all);
  const Service service = with_batch(30);
  ingest_all(service);
  static constexpr store::Sql kForge{"t_forge",
                                     "update metric_figure set n = n + 1 where metric = 'things' and cell = 'a'"};
  sql(kForge);
  EXPECT_NE(read(service), told(all));
  const auto found = recompute(service);
  ASSERT_FALSE(found.differences.empty());
  EXPECT_EQ(found.differences[0].metric, "things");
  EXPECT_EQ(found.differences[0].was, found.differences[0].is + 1);
  EXPECT_EQ(read(service), told(all));
  write({maker.next(), maker.next()});
  EXPECT_GT(*service.ingest(), 0) << "and goes on from there";
}

TEST_P(Figured, ARecomputationThatWasStoppedGoesOn) {
  Maker maker{std::mt19937_64(9)};
  std::vector<Event> all;
  for (int i = 0; i < 60; ++i) all.push_back(maker.next());
  write(all);
  const Service service = with_batch(10);
  ingest_all(service);
  int calls = 0;
  const auto stopped = *service.recompute([&](std::int64_t, std::int64_t) { return ++calls <= 3; });
  EXPECT_TRUE(stopped.stopped);
  EXPECT_EQ(stopped.events, 30);
  const auto rest = recompute(service);
  EXPECT_EQ(rest.events, 30) << "what was read stays read";
  EXPECT_TRUE(rest.differences.empty());
}

TEST_P(Figured, OtherDefinitionsMakeOtherFiguresFromTheSameEvents) {
  Maker maker{std::mt19937_64(13)};
  std::vector<Event> all;
  for (int i = 0; i < 50; ++i) all.push_back(maker.next());
  write(all);
  ingest_all(with_batch(20));
  const auto other = *Definitions::parse(
      "[[metric]]\nname = \"things\"\ntitle_en = \"T\"\ntitle_zh = \"题\"\nen = \"Things.\"\nzh = \"事项。\"\nunit = "
      "\"cases\"\nabout = \"sites\"\n"
      "counts = [{kind = \"thing.opened\"}, {kind = \"other.done\"}]\n",
      "other");
  const Service service(*db, recorder, other, {480, 7});
  EXPECT_TRUE(*service.outdated());
  EXPECT_EQ(*service.ingest(), 0) << "what is counted otherwise is not added to the old figures";
  EXPECT_FALSE(recompute(service).compared);
  EXPECT_FALSE(*service.outdated());
  std::set<std::string> keys;
  for (const Event& e : all)
    if (e.kind == "thing.opened" || e.kind == "other.done") keys.insert(e.record_id);
  std::int64_t n = 0;
  const auto counted = service.figures("things", "2025-06", "2026-12");
  for (const auto& [month, cells] : *counted) n += total_of(cells).n;
  EXPECT_EQ(n, static_cast<std::int64_t>(keys.size()));
}

TEST_P(Figured, WhatWasPublishedStaysBesideWhatIsKnownLater) {
  const auto done = [&](const char* id, const char* kind, const char* at) {
    Event e;
    e.id = id;
    e.kind = kind;
    e.at = *parse_rfc3339(at);
    e.actor = "system:test";
    e.record_kind = "thing";
    e.record_id = "t1";
    e.body = R"({"how":"well","ground":"a"})";
    return e;
  };
  write({done("1", "thing.done", "2026-01-10T00:00:00Z")});
  const Service service = with_batch(10);
  ingest_all(service);
  EXPECT_EQ(*service.publish_due(), 3) << "January, of three metrics; February is not over";
  EXPECT_EQ(*service.publish_due(), 0);
  write({done("2", "thing.undone", "2026-02-09T00:00:00Z")});
  ingest_all(service);
  clock.advance(24h);
  EXPECT_EQ(*service.publish_due(), 1) << "the one that changed";
  const auto january = *service.published("2026-01");
  ASSERT_EQ(january.size(), 3u);
  EXPECT_EQ(january[1].first.number, 1);
  EXPECT_EQ(total_of(january[1].first.cells).n, 1);
  EXPECT_EQ(january[1].latest.number, 2);
  EXPECT_EQ(total_of(january[1].latest.cells).n, 0);
  EXPECT_EQ(january[0].latest.number, 1);
  EXPECT_EQ(*service.published_months("", 10), std::vector<std::string>{"2026-01"});
  static constexpr store::Sql kRewrite{"t_rewrite", "update metric_edition_figure set n = 7"};
  const auto refused = db->write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kRewrite);
    return {};
  });
  EXPECT_EQ(refused.error().code, "metric_edition_kept");
}

TEST_P(Figured, EveryFigureLeadsToWhatIsBehindIt) {
  Maker maker{std::mt19937_64(21)};
  std::vector<Event> all;
  for (int i = 0; i < 300; ++i) {
    all.push_back(maker.next());
    all.back().record_id = fmt::format("t{}", maker.dice() % 90);
  }
  write(all);
  const Service service = with_batch(50);
  ingest_all(service);
  const auto counted = service.figures("done", "2025-06", "2026-12");
  for (const auto& [month, cells] : *counted)
    for (const std::string& how : {std::string(), std::string("well")}) {
      std::map<std::string, std::string> values;
      if (!how.empty()) values["how"] = how;
      std::set<std::string> records;
      std::string after;
      do {
        const auto page = *service.behind("done", month, values, after, 4);
        EXPECT_LE(page.items.size(), 4u);
        for (const Behind& b : page.items) EXPECT_TRUE(records.insert(b.record_id).second);
        after = page.next;
      } while (!after.empty());
      const auto wanted = how.empty() ? total_of(cells).n : along(cells, 1)[how].n;
      EXPECT_EQ(static_cast<std::int64_t>(records.size()), wanted) << month << " " << how;
    }
  EXPECT_EQ(service.behind("done", "2026-01", {{"who", "x"}}, "", 5).error().code, "dimension_unknown");
  EXPECT_EQ(service.behind("nothing", "2026-01", {}, "", 5).error().code, "metric_unknown");
  EXPECT_EQ(service.figures("done", "2026-1", "2026-02").error().code, "month_form");
}

TEST_P(Figured, TheSchemaHasNoPlaceForAnAimOfANumber) {
  const Service service = with_batch(10);
  ingest_all(service);
  static constexpr store::Sql kAim{"t_aim",
                                   "insert into metric_definition(generation, name, unit, measures, persons, "
                                   "sentence_en, sentence_zh, target_hours) "
                                   "values(1, 'closings', 'orders', 'count', 0, 'x', 'x', 24)"};
  const auto refused = db->write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kAim);
    return {};
  });
  EXPECT_EQ(refused.error().code, "metric_target_on_count");
}

}  // namespace
}  // namespace muster::metrics
