// One decision of the schedule: what is due, what its outcome teaches, when it is due next; at a million and ten
// million sites. A replanning beside it, and the memory of both.
#include <base/random.h>
#include <schedule/scheduler.h>

#include <memory>

#include <benchmark/benchmark.h>
#include <malloc.h>

namespace {

using namespace muster;
using namespace muster::schedule;

constexpr Minute kBenchStart = 20'000u * 1440;

std::uint64_t bench_allocated() {
  const auto now = ::mallinfo2();
  return now.uordblks + now.hblkhd;
}

struct Filled {
  std::unique_ptr<Scheduler> scheduler;
  std::uint64_t bytes = 0;
  Minute now = kBenchStart;
};

Filled& filled(std::size_t sites) {
  static std::size_t held = 0;
  static Filled made;
  if (held == sites) return made;
  made = {};
  held = sites;
  const std::uint64_t before = bench_allocated();
  Settings settings;
  settings.tests_per_day = 1'000'000'000;  // the budget is not what is measured
  SystemRandom random;
  made.scheduler = std::make_unique<Scheduler>(settings, Jitter(random), kBenchStart);
  made.scheduler->reserve(sites);
  std::uint64_t chance = 1;
  for (std::size_t no = 0; no < sites; ++no) {
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    const auto late = static_cast<Minute>((chance >> 33) % (30 * 1440));
    made.scheduler->add({{static_cast<Cell>((chance >> 20) % kCells), 1 + static_cast<float>((chance >> 40) % 50), 0},
                         {static_cast<double>((chance >> 45) % 400), 0},
                         3,
                         kBenchStart - late,
                         kBenchStart + late,
                         false});
  }
  made.bytes = bench_allocated() - before;
  return made;
}

void BM_Decision(benchmark::State& state) {
  Filled& with = filled(static_cast<std::size_t>(state.range(0)));
  Minute& now = with.now;
  std::int64_t decided = 0;
  for (auto _ : state) {
    auto taken = with.scheduler->take(now);
    while (!taken) taken = with.scheduler->take(++now);
    benchmark::DoNotOptimize(
        with.scheduler->done(taken->site, now, decided++ % 200 ? Outcome::clean : Outcome::violation));
  }
  state.counters["bytes_a_site"] = static_cast<double>(with.bytes) / static_cast<double>(state.range(0));
  state.counters["MB"] = static_cast<double>(with.bytes) / 1e6;
}
BENCHMARK(BM_Decision)->Arg(1'000'000)->Arg(10'000'000);

void BM_Event(benchmark::State& state) {
  const Filled& with = filled(static_cast<std::size_t>(state.range(0)));
  std::uint64_t chance = 7;
  for (auto _ : state) {
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    with.scheduler->event(static_cast<SiteNo>((chance >> 33) % static_cast<std::uint64_t>(state.range(0))));
  }
}
BENCHMARK(BM_Event)->Arg(10'000'000);

void BM_Replan(benchmark::State& state) {
  const Filled& with = filled(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(with.scheduler->replan(kBenchStart).water.level);
}
BENCHMARK(BM_Replan)->Arg(10'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
