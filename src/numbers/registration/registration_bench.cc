// Durable registrations a second: validation, encryption, cap check, ledger, and the commit that is waited for. Clients
// submit one capture at a time, each of a new person; SQLite with synchronous=full, PostgreSQL where
// MUSTER_TEST_POSTGRES names one (with MUSTER_TEST_FSYNC=on for script/postgres, else it is not durable). Counters:
// rate, and latencies in milliseconds.
#include "bench_world.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include <benchmark/benchmark.h>

namespace {

using namespace muster;
using registration::BenchWorld;

constexpr int kRegistrations = 20'000;

void submit_all(benchmark::State& state, const std::string& name) {
  const int clients = static_cast<int>(state.range(0));
  BenchWorld world(name);
  world.stock_up(kRegistrations);
  registration::Service service(*world.database, world.recorder, *world.vault, world.policy);
  std::vector<double> latencies;
  std::mutex mutex;
  for (auto step : state) {
    (void)step;
    const auto begun = std::chrono::steady_clock::now();
    std::vector<std::jthread> threads;
    std::atomic<int> next{0};
    for (int c = 0; c < clients; ++c)
      threads.emplace_back([&] {
        std::vector<double> own;
        for (int n = next++; n < kRegistrations; n = next++) {
          const auto from = std::chrono::steady_clock::now();
          if (!service.submit("clerk", "key-" + std::to_string(n), world.capture(n, n)).ok()) std::abort();
          own.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
        }
        const std::lock_guard lock(mutex);
        latencies.insert(latencies.end(), own.begin(), own.end());
      });
    threads.clear();
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  }
  std::sort(latencies.begin(), latencies.end());
  state.counters["registrations"] = benchmark::Counter(kRegistrations, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["p50_ms"] = latencies[latencies.size() / 2];
  state.counters["p99_ms"] = latencies[latencies.size() * 99 / 100];
}

void sqlite(benchmark::State& state) {
  submit_all(state, "sqlite");
}
void postgres(benchmark::State& state) {
  if (!std::getenv("MUSTER_TEST_POSTGRES")) {
    state.SkipWithError("MUSTER_TEST_POSTGRES is not set");
    return;
  }
  submit_all(state, "postgres");
}
BENCHMARK(sqlite)->Arg(1)->Arg(64)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(postgres)->Arg(1)->Arg(64)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
