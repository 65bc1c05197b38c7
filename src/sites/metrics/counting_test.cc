// Counting that is killed in the middle, and figures that were counted before their keys were kept by numbers.
#include "test_support.h"
#include <store/migrations.h>

#include <csignal>
#include <set>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace muster::metrics {
namespace {

using namespace std::chrono_literals;
using store::Transaction;

class Counting : public Figured {};
MUSTER_ON_BOTH_BACKENDS(Counting);

std::vector<Event> made(std::uint64_t seed, int n) {
  Maker maker{std::mt19937_64(seed)};
  std::vector<Event> out;
  for (int i = 0; i < n; ++i) {
    out.push_back(maker.next());
    out.back().record_id += "-" + std::to_string(maker.dice() % 50);
  }
  return out;
}

TEST_P(Counting, KilledInTheMiddleItLosesNothingAndCountsNothingTwice) {
  const auto all = made(31, 4000);
  write(all);
  for (const auto wait : {15ms, 40ms, 80ms, 160ms, 320ms}) {
    const pid_t child = fork();
    if (child == 0) {
      auto database = store::Database::open(db.url());  // the parent's connections are not the child's to use
      const Service service(**database, recorder, things(), {480, 25});
      std::thread([wait] {
        std::this_thread::sleep_for(wait);
        kill(getpid(), SIGKILL);
      }).detach();
      for (;;) {
        while (*service.ingest() > 0) {
        }
        (void)service.recompute([](std::int64_t, std::int64_t) { return true; });
      }
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    const std::int64_t counted = *with_batch(25).position();
    std::vector<Event> so_far(all.begin(), all.begin() + counted);
    EXPECT_EQ(read(with_batch(25)), told(so_far)) << "figures and the place up to which they count are one";
  }
  const Service service = with_batch(1000);
  ingest_all(service);
  EXPECT_EQ(read(service), told(all));
  const auto anew = recompute(service);
  EXPECT_TRUE(anew.compared);
  EXPECT_TRUE(anew.differences.empty());
  EXPECT_EQ(read(service), told(all));
}

// What a later batch says of the moment that an earlier one kept: the ids decide, whichever came first.
TEST_P(Counting, OfOneMomentTheIdSaysWhichIsFirst) {
  const auto happened = [](const char* id, const char* kind, const char* ground) {
    Event e;
    e.id = id;
    e.kind = kind;
    e.at = *parse_rfc3339("2026-01-10T00:00:00Z");
    e.actor = "system:test";
    e.record_kind = "thing";
    e.record_id = "t1";
    e.body = fmt::format(R"({{"how":"well","ground":"{}"}})", ground);
    return e;
  };
  const std::vector<Event> all{happened("5", "thing.done", "a"), happened("3", "thing.done", "b"),
                               happened("4", "thing.undone", "a"), happened("6", "thing.undone", "a"),
                               happened("7", "thing.done", "c")};
  const Service service = with_batch(1);
  for (std::size_t n = 1; n <= all.size(); ++n) {
    write({all[n - 1]});
    ingest_all(service);
    EXPECT_EQ(read(service), told({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n)})) << n;
  }
  EXPECT_EQ(read(service)["done"]["2026-01"]["b|well"].n, 1) << "the first one's ground, as the last one does not undo";
}

std::span<const EmbeddedFile> files_before_numbers() {
  static const auto files = [] {
    const auto all = muster_sites_migrations::files();
    std::vector<EmbeddedFile> out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out),
                 [](const EmbeddedFile& file) { return file.path.substr(file.path.rfind('/') + 1, 4) < "0058"; });
    return out;
  }();
  return files;
}

// A database of before migration 0058.
class FiguresBefore : public Figured {
 protected:
  FiguresBefore() : Figured(files_before_numbers()) {}

  static store::Value at_of(const std::optional<Mark>& mark) {
    return mark ? store::Value(mark->at.micros) : store::Value();
  }
  static std::string id_of(const std::optional<Mark>& mark) { return std::string(mark ? mark->id : ""); }

  // As the program wrote them then: every key by its words.
  void count_as_before(Transaction& tx, const std::vector<Event>& all, int generation, const char* state) {
    static constexpr store::Sql kGeneration{
        "t_generation",
        "insert into metric_generation(id, definitions_sha256, state, created_at, state_at) "
        "values(:id, :sha256, :state, 1, 1)"};
    static constexpr store::Sql kCursor{"t_cursor", "insert into outbox_cursor(consumer, seq) values(:consumer, :seq)"};
    tx.run(kGeneration, {{"id", generation}, {"sha256", things().sha256}, {"state", state}});
    tx.run(kCursor, {{"consumer", fmt::format("metrics:{}", generation)}, {"seq", all.size()}});
    const Reader reader(things());
    std::map<std::pair<std::size_t, std::string>, KeyState> states;
    for (const Event& e : all) {
      std::vector<Touch> touches;
      reader.read(e, 0, touches);
      for (const Touch& t : touches) fold(states[{t.metric, t.key}], t);
    }
    static constexpr std::string_view kColumns[] = {
        "generation", "metric",      "key",        "since_at",    "since_id",   "since_cell",
        "count_at",   "count_id",    "count_cell", "record_kind", "record_id",  "last_at",
        "last_id",    "last_undoes", "month",      "cell",        "time_class", "micros"};
    const auto bulk = tx.bulk("metric_key", kColumns);
    for (const auto& [where, s] : states) {
      const Definition& d = things().items[where.first];
      const auto counted = contribution(d, s, 480);
      const Contribution c = counted.value_or(Contribution{});
      const auto row = std::to_array<store::Value>(
          {std::int64_t{generation}, d.name, where.second, at_of(s.since), id_of(s.since), s.since_cell, at_of(s.count),
           id_of(s.count), s.count_cell, "thing", "of a key", at_of(s.last), id_of(s.last), std::int64_t{s.last_undoes},
           c.month, c.cell, c.time_class, c.micros});
      bulk->row(row);
    }
    bulk->finish();
    static constexpr store::Sql kFigure{
        "t_figure",
        "insert into metric_figure(generation, metric, month, cell, time_class, n, micros) "
        "values(:generation, :metric, :month, :cell, :time_class, :n, :micros)"};
    for (const auto& [metric, months] : told(all))
      for (const auto& [month, cells] : months)
        for (const auto& [cell, sum] : cells) {
          auto classes = sum.classes;
          if (classes.empty()) classes[kNoTime] = sum.n;
          std::int64_t micros = sum.micros;
          for (const auto& [time_class, n] : classes) {
            tx.run(kFigure, {{"generation", generation},
                             {"metric", metric},
                             {"month", month},
                             {"cell", cell},
                             {"time_class", time_class},
                             {"n", n},
                             {"micros", micros}});
            micros = 0;
          }
        }
  }
  std::int64_t number(const char* text) {
    const store::Sql statement{"t_number", text};
    return *db->read([&](Transaction& tx) -> Result<std::int64_t> { return tx.one(statement)->integer("n"); });
  }
};
MUSTER_ON_BOTH_BACKENDS(FiguresBefore);

TEST_P(FiguresBefore, AreTheSameAfterwardsAndCountOn) {
  auto all = made(47, 700);
  write(all);
  ASSERT_TRUE(db->write([&](Transaction& tx) -> Result<void> {
                  count_as_before(tx, {all.begin(), all.begin() + 20}, 1, "retired");
                  count_as_before(tx, all, 2, "active");
                  count_as_before(tx, {all.begin(), all.begin() + 300}, 3, "building");
                  return {};
                }).ok());
  {
    const auto owner = store::Database::open(db.owner_url());
    const std::vector<store::MigrationSet> sets{store::foundation_migrations(),
                                                {"sites", muster_sites_migrations::files()}};
    const auto applied = store::migrate(**owner, sets);
    ASSERT_TRUE(applied.ok()) << applied.error().sentence;
  }
  EXPECT_EQ(number("select count(*) as n from metric_key where generation = 1"), 0) << "nobody needs the retired ones";
  const Service service = with_batch(40);
  EXPECT_EQ(read(service), told(all));
  const auto counted = service.figures("done", "2025-06", "2026-12");
  for (const auto& [month, cells] : *counted) {
    const auto page = *service.behind("done", month, {}, "", 500);
    EXPECT_EQ(static_cast<std::int64_t>(page.items.size()), total_of(cells).n);
    for (const Behind& b : page.items) EXPECT_EQ(b.record_id, b.key) << "told by the event itself";
  }
  auto more = made(48, 400);
  for (Event& e : more) e.id += "-later";
  write(more);
  ingest_all(service);
  all.insert(all.end(), more.begin(), more.end());
  EXPECT_EQ(read(service), told(all)) << "what was counted before is moved and taken out as ever";
  const auto anew = recompute(service);
  EXPECT_EQ(anew.events, 800) << "what was being counted anew goes on where it was";
  EXPECT_TRUE(anew.compared);
  EXPECT_TRUE(anew.differences.empty());
  EXPECT_EQ(read(service), told(all));
}

}  // namespace
}  // namespace muster::metrics
