// How long a question takes among many sites: likeness_bench with MUSTER_LIKENESS_SITES=1780000 for a whole country.
#include "mix.h"
#include "store.h"
#include <store/migrations.h>

#include <filesystem>

#include <benchmark/benchmark.h>
#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <likeness/likeness.h>

namespace muster::likeness {
namespace {

Print drawn_print(std::uint64_t n) {
  Print out;
  std::uint64_t at = mix(n);
  const auto next = [&] { return at = mix(at); };
  out.text.words = 200;
  out.text.simhash = next();
  for (auto& place : out.text.sketch) place = static_cast<std::uint16_t>(next());
  for (int i = 0; i < 3; ++i) out.pictures.push_back({{next(), next(), next(), next()}});
  out.favicon = static_cast<std::int32_t>(next() % 1'000'000);
  out.certificate_key = fmt::format("{:064x}", next() % 300'000);
  out.structure = next() % 20'000 + 1;
  out.address = fmt::format("198.18.{}.{}", next() % 256, next() % 256);
  return out;
}

struct World {
  World() {
    const char* wanted = std::getenv("MUSTER_LIKENESS_SITES");
    sites = wanted ? std::strtoull(wanted, nullptr, 10) : 100'000;
    folder = std::filesystem::temp_directory_path() / fmt::format("muster-likeness-bench-{}", ::getpid());
    std::filesystem::create_directories(folder);
    database = std::move(*store::Database::open((folder / "bench.db").string()));
    const std::vector<store::MigrationSet> sets{store::foundation_migrations(),
                                                {"sites", muster_sites_migrations::files()}};
    if (!store::migrate(*database, sets).ok()) throw std::runtime_error("migrate");
    service = std::make_unique<Service>(*database);
    for (std::uint64_t n = 0; n < sites;) {
      const auto done = database->write([&](store::Transaction& tx) -> Result<void> {
        for (int i = 0; i < 5000 && n < sites; ++i, ++n) {
          const std::string host = fmt::format("site-{}.example", n);
          service->keep(tx, host, host, {}, drawn_print(n), n % 150 == 0);
          if (n % 150 == 0) service->closed(tx, {host, host, "explicit_unlawful", host, {host}}, {});
        }
        return {};
      });
      if (!done.ok()) throw std::runtime_error(done.error().sentence);
    }
    fmt::print("{} sites, {:.0f} MB\n", sites,
               static_cast<double>(std::filesystem::file_size(folder / "bench.db")) / 1e6);
  }
  ~World() { std::filesystem::remove_all(folder); }
  std::uint64_t sites = 0;
  std::filesystem::path folder;
  std::unique_ptr<store::Database> database;
  std::unique_ptr<Service> service;
};
World& world() {
  static World made;
  return made;
}

void resembling_a_case(benchmark::State& state) {
  World& w = world();
  std::uint64_t n = 0;
  for (auto _ : state) {
    Print print = drawn_print(++n * 7919 % w.sites);
    benchmark::DoNotOptimize(w.service->resembling("new.example", print));
  }
}
void whom_a_site_resembles(benchmark::State& state) {
  World& w = world();
  std::uint64_t n = 0;
  for (auto _ : state) benchmark::DoNotOptimize(w.service->site(fmt::format("site-{}.example", ++n * 7919 % w.sites)));
}
void keeping(benchmark::State& state) {
  World& w = world();
  std::uint64_t n = 0;
  for (auto _ : state) {
    const std::string host = fmt::format("site-{}.example", ++n * 7919 % w.sites);
    benchmark::DoNotOptimize(w.database->write([&](store::Transaction& tx) -> Result<void> {
      w.service->keep(tx, host, host, {}, drawn_print(n + w.sites), false);
      return {};
    }));
  }
}
BENCHMARK(resembling_a_case)->Unit(benchmark::kMicrosecond);
BENCHMARK(whom_a_site_resembles)->Unit(benchmark::kMicrosecond);
BENCHMARK(keeping)->Unit(benchmark::kMicrosecond);

void printing(benchmark::State& state) {
  std::string text;
  for (std::uint64_t i = 0; i < 800; ++i) text += fmt::format("word{} ", static_cast<char>('a' + mix(i) % 26));
  for (auto _ : state) benchmark::DoNotOptimize(text_print(text));
}
BENCHMARK(printing)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace muster::likeness
