// A register of many lines: bytes a line, and how long look-ups and cap checks take, one after the other. Lines are
// registered by the service, five to four persons, with all that this writes: SIM, holder, vault, interval,
// registration, ledger. Sizes: MUSTER_BENCH_LINES ("1000000 10000000"; else 10,000); each goes on from the one before.
#include "bench_world.h"

#include <algorithm>
#include <sstream>

#include <benchmark/benchmark.h>

namespace {

using namespace muster;
using registration::BenchWorld;

constexpr int kBatch = 1'000, kQuestions = 20'000, kFurther = 500;

int person_of(int line) {
  return line / 5 * 4 + std::min(line % 5, 3);
}

// A register that grows from one size to the next.
struct Grown {
  explicit Grown(const std::string& name)
      : world(name), service(*world.database, world.recorder, *world.vault, world.policy) {}

  void grow(int lines) {
    while (registered < lines) {
      const int some = std::min(kBatch, lines - registered);
      if (stocked < registered + some + kFurther) {
        world.stock_up(static_cast<int>(lines::kStockMax));
        stocked += static_cast<int>(lines::kStockMax);
      }
      std::vector<std::pair<std::string, registration::Capture>> captures;
      for (int i = 0; i < some; ++i, ++registered)
        captures.emplace_back("key-" + std::to_string(registered), world.capture(registered, person_of(registered)));
      for (const auto& done : service.submit_all("clerk", captures))
        if (!done.ok()) std::abort();
    }
    size = settled_bytes();
  }

  // What is on the disk when nothing is left to write.
  std::int64_t settled_bytes() {
    if (world.database->backend() == store::Backend::sqlite) {
      (void)world.database->script("pragma wal_checkpoint(truncate)");
      return static_cast<std::int64_t>(std::filesystem::file_size(world.url));
    }
    (void)world.database->script("analyze");
    static constexpr store::Sql kSize{
        "bench_size",
        "select sum(pg_total_relation_size(c.oid))::bigint as bytes from pg_class c join pg_namespace n on n.oid = "
        "c.relnamespace where n.nspname = 'bench_numbers' and c.relkind in ('r')"};
    return world.database->ask(kSize)->front().integer("bytes");
  }

  BenchWorld world;
  registration::Service service;
  int registered = 0, stocked = 0;
  std::int64_t size = 0;
};

// Milliseconds of each call, sorted.
template <class F>
std::vector<double> timed(int count, F&& call) {
  std::vector<double> out;
  for (int i = 0; i < count; ++i) {
    const auto from = std::chrono::steady_clock::now();
    call(i);
    out.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
  }
  std::sort(out.begin(), out.end());
  return out;
}
void count(benchmark::State& state, const std::string& what, const std::vector<double>& sorted) {
  state.counters[what + "_p50_ms"] = sorted[sorted.size() / 2];
  state.counters[what + "_p99_ms"] = sorted[sorted.size() * 99 / 100];
}

void measure(benchmark::State& state, Grown& grown) {
  BenchWorld& world = grown.world;
  // The same lines in each run, evenly over the register.
  const auto any = [&](int i) { return static_cast<int>((std::int64_t{i} * 2'654'435'761) % grown.registered); };
  const lines::Service lines(*world.database, world.recorder, world.policy);
  count(state, "look_up", timed(kQuestions, [&](int i) {
          if (!lines.line_of_msisdn(BenchWorld::kFirst + any(i)).ok()) std::abort();
        }));
  // As a registration asks it: whose the document is, and which slots the person has taken.
  count(state, "cap_check", timed(kQuestions, [&](int i) {
          const auto capture = world.capture(0, person_of(any(i)));
          const auto free = world.database->read([&](store::Transaction& tx) -> Result<std::optional<std::int64_t>> {
            const auto keys = world.vault->index_keys(tx);
            const auto shown = persons::find_by_documents(tx, {persons::document_index(*keys, capture.document)});
            const std::string person = shown.begin()->second.holder.counts_as();
            auto taken = lines::slots_taken(tx, {person});
            return lines::free_slot(taken[{person, lines::LineKind::voice}], 5);
          });
          if (!free.ok()) std::abort();
        }));
  // One more line for a person on record, alone and durable.
  count(state, "register", timed(kFurther, [&](int i) {
          const int line = grown.registered + i;
          const auto done = grown.service.submit("clerk", "further-" + std::to_string(line),
                                                 world.capture(line, person_of(any(i) / 5 * 5)));
          if (!done.ok()) std::abort();
        }));
  grown.registered += kFurther;
}

void lines_of(benchmark::State& state, const std::string& name) {
  static std::map<std::string, std::unique_ptr<Grown>> all;
  auto& grown = all[name];
  if (!grown) grown = std::make_unique<Grown>(name);
  const int before = grown->registered, wanted = static_cast<int>(state.range(0));
  for (auto step : state) {
    (void)step;
    const auto begun = std::chrono::steady_clock::now();
    grown->grow(wanted);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    state.SetIterationTime(took.count());
    state.counters["registered_a_second"] = (wanted - before) / took.count();
    state.counters["bytes_a_line"] = static_cast<double>(grown->size) / wanted;
    measure(state, *grown);
  }
}

void sizes(benchmark::internal::Benchmark* bench) {
  const char* asked = std::getenv("MUSTER_BENCH_LINES");
  std::istringstream in(asked ? asked : "10000");
  for (std::int64_t size = 0; in >> size;) bench->Arg(size);
  bench->Iterations(1)->UseManualTime()->Unit(benchmark::kSecond);
}

void lines_sqlite(benchmark::State& state) {
  lines_of(state, "sqlite");
}
void lines_postgres(benchmark::State& state) {
  if (!std::getenv("MUSTER_TEST_POSTGRES"))
    state.SkipWithError("MUSTER_TEST_POSTGRES is not set");
  else
    lines_of(state, "postgres");
}
BENCHMARK(lines_sqlite)->Apply(sizes);
BENCHMARK(lines_postgres)->Apply(sizes);

}  // namespace
