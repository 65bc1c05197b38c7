// Figures that were added up as events came are those that a reading of all events gives: whatever the order, however
// often an event is handed out, however late it comes, and when what was counted is taken back.
#include "fold_rules.h"
#include <base/random.h>
#include <events/outbox.h>
#include <metrics/service.h>

#include <algorithm>
#include <random>
#include <set>

#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <support/test_database.h>

namespace muster::metrics {
namespace {

using namespace std::chrono_literals;
using events::Event;

constexpr const char* kThings = R"(
[publication]
after_days = 2
small_cell = 5
[[metric]]
name = "things"
title_en = "T"
title_zh = "题"
en = "Things."
zh = "事项。"
unit = "cases"
about = "sites"
by = ["ground"]
counts = [{kind = "thing.opened"}]
[[metric]]
name = "done"
title_en = "T"
title_zh = "题"
en = "Things done that stayed done."
zh = "已完成且未撤销的事项。"
unit = "cases"
about = "persons"
by = ["ground", "how"]
counts = [{kind = "thing.done", where = {how = ["well", "late"]}}]
undone_by = [{kind = "thing.undone"}, {kind = "thing.lapsed", where = {how = ["late"]}}]
[[metric]]
name = "time"
title_en = "T"
title_zh = "题"
en = "From opening to doing, of whatever a thing belongs to."
zh = "从立项到完成所用的时间。"
unit = "cases"
about = "sites"
by = ["ground"]
since = [{kind = "thing.opened", key = "whole"}]
counts = [{kind = "thing.done", key = "whole"}]
)";

const Definitions& things() {
  static const Definitions parsed = *Definitions::parse(kThings, "things");
  return parsed;
}

struct Maker {
  std::mt19937_64 dice;
  std::int64_t made = 0;
  const char* one_of(std::initializer_list<const char*> words) { return words.begin()[dice() % words.size()]; }
  // Of few things in few months, so that they meet; some with the same moment.
  Event next() {
    Event e;
    const auto at =
        parse_rfc3339("2026-01-20T00:00:00Z")->micros + static_cast<std::int64_t>(dice() % 60) * 86'400'000'000;
    e.id = fmt::format("{:08}-{}", dice() % 100'000'000, ++made);
    e.at = {at};
    e.kind = one_of({"thing.opened", "thing.done", "thing.done", "thing.undone", "thing.lapsed", "other.done"});
    e.actor = "system:test";
    e.record_kind = "thing";
    e.record_id = fmt::format("t{}", dice() % 12);
    std::string body = fmt::format(R"("how":"{}","whole":"w{}")", one_of({"well", "late", "badly"}), dice() % 6);
    if (dice() % 3) body += fmt::format(R"(,"ground":"{}")", one_of({"a", "b", "a word of somebody's"}));
    e.body = dice() % 20 ? "{" + body + "}" : "";
    return e;
  }
};

using All = std::map<std::string, std::map<std::string, Cells>>;  // metric → month → cells

// The definition, read as it stands: all events of a key side by side, in order of time.
All told(std::vector<Event> events) {
  std::sort(events.begin(), events.end(),
            [](const Event& a, const Event& b) { return std::tie(a.at, a.id) < std::tie(b.at, b.id); });
  events.erase(std::unique(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.id == b.id; }),
               events.end());
  const Reader reader(things());
  std::map<std::pair<std::size_t, std::string>, std::vector<Touch>> by_key;
  for (const Event& e : events) {
    std::vector<Touch> touches;
    reader.read(e, touches);
    for (Touch& t : touches) by_key[{t.metric, t.key}].push_back(t);
  }
  All out;
  for (const auto& [where, touches] : by_key) {
    const Definition& d = things().items[where.first];
    const Touch *first = nullptr, *begun = nullptr, *last = nullptr;
    for (const Touch& t : touches) {
      if (t.part == Part::since && !begun) begun = &t;
      if (t.part == Part::counts && !first) first = &t;
      if (t.part != Part::since) last = &t;
    }
    if (!first || last->part == Part::undoes) continue;
    if (d.measures_time() && (!begun || begun->mark.at > first->mark.at)) continue;
    auto own = values_of_cell(first->cell), other = begun ? values_of_cell(begun->cell) : std::vector<std::string>();
    std::string cell;
    for (std::size_t i = 0; i < d.by.size(); ++i) {
      std::string value = i < own.size() && !own[i].empty() ? own[i] : i < other.size() ? other[i] : "";
      cell += (i ? "|" : "") + (value.empty() ? "unknown" : value);
    }
    Sum& sum = out[d.name][month_of(first->mark.at, 480)][cell];
    ++sum.n;
    if (!d.measures_time()) continue;
    const Duration time = first->mark.at - begun->mark.at;
    sum.micros += time.count();
    ++sum.classes[class_of(time)];
  }
  return out;
}

TEST(MetricFold, NeitherOrderNorRepetitionMatters) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    Maker maker{std::mt19937_64(seed)};
    const Reader reader(things());
    std::vector<Touch> touches;
    for (int i = 0; i < 40; ++i) reader.read(maker.next(), touches);
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

class Figured : public ::testing::TestWithParam<store::Backend> {
 protected:
  void write(const std::vector<Event>& all) {
    ASSERT_TRUE(db->write([&](store::Transaction& tx) -> Result<void> {
                    std::vector<std::string> salts(all.size(), "00");
                    events::append_all(tx, all, salts);
                    return {};
                  }).ok());
  }
  // An event that is handed out twice: the outbox names it once more.
  void repeat(const std::string& id) {
    static constexpr store::Sql kAgain{"t_again", "insert into outbox(event_id) values(:id)"};
    ASSERT_TRUE(db->write([&](store::Transaction& tx) -> Result<void> {
                    tx.run(kAgain, {{"id", id}});
                    return {};
                  }).ok());
  }
  void sql(const store::Sql& text) {
    ASSERT_TRUE(db->write([&](store::Transaction& tx) -> Result<void> {
                    tx.run(text);
                    return {};
                  }).ok());
  }
  Service with_batch(int batch) { return Service(*db, recorder, things(), {480, batch}); }
  void ingest_all(const Service& service) {
    for (int some = 1; some > 0;) some = *service.ingest();
  }
  All read(const Service& service) {
    All out;
    for (const Definition& d : things().items)
      if (auto months = *service.figures(d.name, "2025-06", "2026-12"); !months.empty())
        out[d.name] = std::move(months);
    return out;
  }
  Recomputed recompute(const Service& service) {
    return *service.recompute([](std::int64_t, std::int64_t) { return true; });
  }

  SimulatedClock clock{*parse_rfc3339("2026-02-10T00:00:00Z")};
  SystemRandom random;
  test::TestDatabase db{GetParam(), {{"sites", muster_sites_migrations::files()}}};
  ledger::Recorder recorder{clock, random};
};
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
