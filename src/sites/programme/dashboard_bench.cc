// The dashboard over many events, on a file of SQLite: what one more event costs, what a look costs, and everything
// counted anew. MUSTER_BENCH_EVENTS: how many (1,000,000); a month has a twelfth of them. MUSTER_BENCH_FOLDER: one that
// stays, with its database; a run goes on with what another one left there.
#include <census/service.h>
#include <events/outbox.h>
#include <programme/dashboard.h>
#include <store/migrations.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <stdexcept>

#include <benchmark/benchmark.h>
#include <embedded_sites_migrations.h>
#include <fmt/format.h>

namespace {

using namespace muster;

constexpr std::int64_t kYearBegins = 1'767'225'600'000'000;  // 2026-01-01
constexpr std::int64_t kYearMicros = 365ll * 86'400'000'000;

struct Year {
  std::string folder = (std::filesystem::temp_directory_path() / "muster-dashboard-bench").string();
  SimulatedClock clock{{kYearBegins + kYearMicros - 1}};
  SystemRandom random;
  std::unique_ptr<store::Database> db;
  ledger::Recorder recorder{clock, random};
  std::int64_t events = 1'000'000;
  std::unique_ptr<metrics::Service> metrics;
  std::unique_ptr<census::Service> census;
  std::unique_ptr<programme::Dashboard> dashboard;
  double first_count_seconds = 0, first_count_cpu_seconds = 0;
  std::int64_t bytes = 0;   // of the database
  std::int64_t before = 0;  // events that were there
  bool kept = false;

  Year() {
    if (const char* asked = std::getenv("MUSTER_BENCH_EVENTS")) events = std::atoll(asked);
    if (const char* stays = std::getenv("MUSTER_BENCH_FOLDER"))
      folder = stays, kept = true;
    else
      std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    auto opened = store::Database::open(folder + "/bench.db");
    if (!opened.ok()) throw std::runtime_error(opened.error().sentence);
    db = std::move(*opened);
    const std::vector<store::MigrationSet> sets{store::foundation_migrations(),
                                                {"sites", muster_sites_migrations::files()}};
    if (const auto made = store::migrate(*db, sets, "muster_app"); !made.ok())
      throw std::runtime_error(made.error().sentence);
    static constexpr store::Sql kCount{"bench_events", "select count(*) as n from event"};
    before = db->ask(kCount)->front().integer("n");
    for (std::int64_t from = before / 10'000 * 10'000; from < events; from += 10'000)
      append(from, std::min(events, from + 10'000));
    metrics = std::make_unique<metrics::Service>(*db, recorder, metrics::Definitions::standard(),
                                                 metrics::Options{.utc_offset_minutes = 480});
    census = std::make_unique<census::Service>(*db, recorder, nullptr, census::Config{.folder = folder});
    dashboard = std::make_unique<programme::Dashboard>(*metrics, *census, programme::Template::standard());
    std::fprintf(stderr, "%lld events are on record\n", static_cast<long long>(events));
    const auto began = std::chrono::steady_clock::now();
    const std::clock_t cpu = std::clock();
    ingest();
    first_count_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    first_count_cpu_seconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    std::fprintf(stderr, "and counted, in %.0f s (%.0f of CPU)\n", first_count_seconds, first_count_cpu_seconds);
    bytes = static_cast<std::int64_t>(std::filesystem::file_size(folder + "/bench.db"));
  }
  ~Year() {
    if (!kept) std::filesystem::remove_all(folder);
  }
  void ingest() {
    for (int some = 1; some > 0;) some = *metrics->ingest();
  }
  void append(std::int64_t from, std::int64_t until) {
    static constexpr const char* kGrounds[] = {"unfiled", "explicit_unlawful", "phishing_or_malware", "billing_fraud"};
    static constexpr const char* kKinds[] = {"case.opened", "order.issued", "order.executed"};
    std::vector<events::Event> batch;
    for (std::int64_t i = from; i < until; ++i) {
      const std::int64_t order = i / 3;
      const std::string id = fmt::format("{}{}", i % 3 == 0 ? "c" : "o", order);
      const std::int64_t at = kYearBegins + std::min<std::int64_t>(i, events) * (kYearMicros / (events + 1));
      batch.push_back(
          {fmt::format("{:036}", i),
           kKinds[i % 3],
           1,
           {at},
           "system:bench",
           i % 3 == 0 ? "case" : "order",
           id,
           fmt::format(R"({{"case":"c{}","ground":"{}","measure":"hold","region":"r{}","source":"census"}})", order,
                       kGrounds[order % 4], order % 30)});
    }
    const std::vector<std::string> salts(batch.size(), "00");
    const auto done = db->write([&](store::Transaction& tx) -> Result<void> {
      events::append_all(tx, batch, salts);
      return {};
    });
    if (!done.ok()) throw std::runtime_error(done.error().sentence);
  }
};

Year& year() {
  static Year one;
  return one;
}

// Milliseconds of many runs: the middle one and the 99th of a hundred.
void percentiles(benchmark::State& state, std::vector<double>& ms) {
  std::sort(ms.begin(), ms.end());
  state.counters["p50_ms"] = ms[ms.size() / 2];
  state.counters["p99_ms"] = ms[ms.size() * 99 / 100];
}

template <class F>
void timed(benchmark::State& state, F&& once) {
  std::vector<double> ms;
  for (auto _ : state) {
    const auto began = std::chrono::steady_clock::now();
    once();
    ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }
  percentiles(state, ms);
}

// An event on record, as it would be without figures.
void one_more_event_alone(benchmark::State& state) {
  Year& y = year();
  std::int64_t next = y.events + 30'000'000'000 + y.before;
  timed(state, [&] {
    y.append(next, next + 1);
    ++next;
  });
  y.ingest();
}
BENCHMARK(one_more_event_alone)->Iterations(300)->Unit(benchmark::kMillisecond);

void one_more_event(benchmark::State& state) {
  Year& y = year();
  std::int64_t next = y.events + 60'000'000'000 + y.before;
  timed(state, [&] {
    y.append(next, next + 1);
    y.ingest();
    ++next;
  });
  state.counters["events"] = static_cast<double>(y.events);
  state.counters["first_count_s"] = y.first_count_seconds;
  state.counters["first_count_cpu_s"] = y.first_count_cpu_seconds;
  state.counters["bytes"] = static_cast<double>(y.bytes);
}
BENCHMARK(one_more_event)->Iterations(300)->Unit(benchmark::kMillisecond);

// What bench/figures.sh asks PostgreSQL as well: how many orders of each region and month, of a year.
void one_question(benchmark::State& state) {
  Year& y = year();
  timed(state, [&] { benchmark::DoNotOptimize(y.metrics->figures("orders_issued", "2026-01", "2026-12")); });
}
BENCHMARK(one_question)->Iterations(500)->Unit(benchmark::kMillisecond);

void dashboard_of_twelve_months(benchmark::State& state) {
  Year& y = year();
  timed(state, [&] { benchmark::DoNotOptimize(y.dashboard->figures("2026-12", 12)); });
}
BENCHMARK(dashboard_of_twelve_months)->Iterations(500)->Unit(benchmark::kMillisecond);

void everything_anew(benchmark::State& state) {
  Year& y = year();
  for (auto _ : state) {
    const auto done = y.metrics->recompute([](std::int64_t, std::int64_t) { return true; });
    if (!done.ok() || !done->differences.empty()) throw std::runtime_error("the figures were wrong");
  }
}
BENCHMARK(everything_anew)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
