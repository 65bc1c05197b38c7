// Events folded into figures: events a second on a file of SQLite, and what a look at a month costs with all of them
// behind it. MUSTER_BENCH_EVENTS: how many (1,000,000). Two in three concern a metric.
#include <base/random.h>
#include <events/outbox.h>
#include <metrics/service.h>
#include <store/migrations.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <benchmark/benchmark.h>
#include <embedded_sites_migrations.h>
#include <fmt/format.h>

namespace {

using namespace muster;

struct Filled {
  std::string folder = (std::filesystem::temp_directory_path() / "muster-metrics-bench").string();
  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<store::Database> db;
  ledger::Recorder recorder{clock, random};
  std::int64_t events = 1'000'000;

  Filled() {
    if (const char* asked = std::getenv("MUSTER_BENCH_EVENTS")) events = std::atoll(asked);
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    auto opened = store::Database::open(folder + "/bench.db");
    if (!opened.ok()) throw std::runtime_error(opened.error().sentence);
    db = std::move(*opened);
    const std::vector<store::MigrationSet> sets{store::foundation_migrations(),
                                                {"sites", muster_sites_migrations::files()}};
    const auto made = store::migrate(*db, sets, "muster_app");
    if (!made.ok()) throw std::runtime_error(made.error().sentence);
    for (std::int64_t from = 0; from < events; from += 10'000) append(from);
  }
  ~Filled() { std::filesystem::remove_all(folder); }

  void append(std::int64_t from) {
    static constexpr const char* kGrounds[] = {"unfiled", "explicit_unlawful", "phishing_or_malware", "billing_fraud"};
    std::vector<events::Event> batch;
    for (std::int64_t i = from; i < std::min(events, from + 10'000); ++i) {
      const std::int64_t order = i / 3;
      const char* kinds[] = {"order.issued", "order.executed", "test.finished"};
      const char* ground = kGrounds[order % 4];
      batch.push_back({fmt::format("{:036}", i),
                       kinds[i % 3],
                       1,
                       {1'767'225'600'000'000 + order * 90'000'000},
                       "system:bench",
                       "order",
                       fmt::format("o{}", order),
                       fmt::format(R"({{"case":"c{}","ground":"{}","measure":"hold","region":"r{}"}})", order, ground,
                                   order % 30)});
    }
    const std::vector<std::string> salts(batch.size(), "00");
    (void)db->write([&](store::Transaction& tx) -> Result<void> {
      events::append_all(tx, batch, salts);
      return {};
    });
  }
};

Filled& filled() {
  static Filled one;
  return one;
}

void ingest(benchmark::State& state) {
  Filled& f = filled();
  const metrics::Service service(*f.db, f.recorder, metrics::Definitions::standard(), {480, 5000});
  std::int64_t read = 0;
  for (auto _ : state)
    for (int some = 1; some > 0; read += some) some = *service.ingest();
  state.SetItemsProcessed(read);
}
BENCHMARK(ingest)->Iterations(1)->Unit(benchmark::kSecond);

void look_at_a_month(benchmark::State& state) {
  Filled& f = filled();
  const metrics::Service service(*f.db, f.recorder, metrics::Definitions::standard(), {480, 5000});
  for (auto _ : state) benchmark::DoNotOptimize(service.figures("orders_issued", "2026-01", "2026-12"));
}
BENCHMARK(look_at_a_month)->Unit(benchmark::kMillisecond);

void records_behind_it(benchmark::State& state) {
  Filled& f = filled();
  const metrics::Service service(*f.db, f.recorder, metrics::Definitions::standard(), {480, 5000});
  for (auto _ : state) benchmark::DoNotOptimize(service.behind("orders_issued", "2026-02", {{"region", "r7"}}, "", 50));
}
BENCHMARK(records_behind_it)->Unit(benchmark::kMillisecond);

}  // namespace
