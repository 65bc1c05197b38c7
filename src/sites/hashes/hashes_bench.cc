// PDQ hashes a second, and look-ups of Hamming ≤ 31 beside a scan and Faiss: the same random hashes, the same queries,
// one thread. MUSTER_BENCH_HASHES: how many hashes (default 1,000,000).
#include "drawn.h"
#include <hashes/index.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#ifdef MUSTER_FAISS
#include <faiss/IndexBinaryFlat.h>
#include <faiss/IndexBinaryHash.h>
#include <faiss/impl/AuxIndexStructures.h>
#include <omp.h>
#endif

namespace muster::hashes {
namespace {

constexpr std::size_t kQueries = 2'000;

std::size_t wanted() {
  const char* said = std::getenv("MUSTER_BENCH_HASHES");
  return said ? std::strtoull(said, nullptr, 10) : 1'000'000;
}

struct Data {
  std::vector<Entry> entries;
  std::vector<Pdq> queries;  // each within 31 bits of an entry, by 0 to 31 in turn
  Data() {
    std::mt19937_64 random(20261129);
    entries.resize(wanted());
    for (Entry& e : entries)
      for (auto& word : e.hash.words) word = random();
    for (std::size_t n = 0; n < kQueries; ++n) {
      Pdq q = entries[random() % entries.size()].hash;
      std::vector<std::size_t> bits(kPdqBits);
      for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = i;
      std::shuffle(bits.begin(), bits.end(), random);
      for (std::size_t i = 0; i < n % 32; ++i) q.words[bits[i] / 64] ^= std::uint64_t{1} << (bits[i] % 64);
      queries.push_back(q);
    }
  }
};
const Data& data() {
  static const Data made;
  return made;
}

std::size_t resident() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmRSS:") {
      std::size_t kb = 0;
      status >> kb;
      return kb * 1024;
    }
  return 0;
}
double since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

void hash_pictures(benchmark::State& state, int side, int channels, Kernel kernel, bool turned) {
  if (kernel == Kernel::avx2 && !has_avx2()) return state.SkipWithError("no AVX2");
  const auto picture = test::spots(side, side, channels, 1);
  for (auto _ : state) {
    if (turned)
      benchmark::DoNotOptimize(pdq_turned(picture.raster(), kernel));
    else
      benchmark::DoNotOptimize(pdq_of(picture.raster(), kernel));
  }
  state.SetItemsProcessed(state.iterations());
}
void pdq_grey_512(benchmark::State& state) {
  hash_pictures(state, 512, 1, Kernel::best, false);
}
void pdq_grey_512_portable(benchmark::State& state) {
  hash_pictures(state, 512, 1, Kernel::portable, false);
}
void pdq_rgb_512(benchmark::State& state) {
  hash_pictures(state, 512, 3, Kernel::best, false);
}
void pdq_grey_512_turned(benchmark::State& state) {
  hash_pictures(state, 512, 1, Kernel::best, true);
}
void pdq_rgb_2048(benchmark::State& state) {
  hash_pictures(state, 2048, 3, Kernel::best, false);
}
BENCHMARK(pdq_grey_512);
BENCHMARK(pdq_grey_512_portable);
BENCHMARK(pdq_rgb_512);
BENCHMARK(pdq_grey_512_turned);
BENCHMARK(pdq_rgb_2048);

// A look-up for each iteration, in turn; how many of the queries found the entry that they were made of.
template <class Find>
void look_up(benchmark::State& state, Find&& find) {
  std::size_t n = 0, found = 0;
  for (auto _ : state) {
    found += find(data().queries[n % kQueries]) > 0;
    ++n;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["recall"] = n ? static_cast<double>(found) / static_cast<double>(n) : 0;
}

void index_muster(benchmark::State& state) {
  static double seconds = 0, mb = 0;
  static const auto index = [] {
    const std::size_t before = (data(), resident());
    const auto began = std::chrono::steady_clock::now();
    auto made = std::make_unique<Index>(data().entries.size());
    if (!made->fill(data().entries).ok()) std::abort();
    seconds = since(began);
    mb = static_cast<double>(resident() - before) / 1e6;
    return made;
  }();
  const std::vector<std::int8_t> limits{31};
  look_up(state, [&](const Pdq& q) { return index->find(q, limits).near.size(); });
  state.counters["build_s"] = seconds;
  state.counters["resident_MB"] = mb;
  state.counters["counted_MB"] = static_cast<double>(index->bytes()) / 1e6;
}
BENCHMARK(index_muster);

void index_muster_adds(benchmark::State& state) {
  std::mt19937_64 random(5);
  Index index(1'000'000);
  for (auto _ : state) {
    Entry e;
    for (auto& word : e.hash.words) word = random();
    benchmark::DoNotOptimize(index.add(std::span(&e, 1)));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(index_muster_adds)->Iterations(500'000);

void scan_popcount(benchmark::State& state) {
  const std::vector<std::int8_t> limits{31};
  look_up(state, [&](const Pdq& q) { return find_by_scan(data().entries, q, limits).near.size(); });
}
BENCHMARK(scan_popcount);

#ifdef MUSTER_FAISS
std::vector<std::uint8_t> packed() {
  std::vector<std::uint8_t> out(data().entries.size() * 32);
  for (std::size_t n = 0; n < data().entries.size(); ++n)
    std::memcpy(&out[n * 32], data().entries[n].hash.words.data(), 32);
  return out;
}
template <class FaissIndex>
struct Faiss {
  std::unique_ptr<FaissIndex> index;
  double seconds = 0, mb = 0;
  explicit Faiss(std::unique_ptr<FaissIndex> empty) : index(std::move(empty)) {
    omp_set_num_threads(1);
    const auto bytes = packed();
    const std::size_t before = resident();
    const auto began = std::chrono::steady_clock::now();
    for (std::size_t n = 0; n < data().entries.size(); n += 100'000)
      index->add(static_cast<faiss::Index::idx_t>(std::min<std::size_t>(100'000, data().entries.size() - n)),
                 &bytes[n * 32]);
    seconds = since(began);
    mb = static_cast<double>(resident() - before) / 1e6;
  }
  void run(benchmark::State& state) const {
    look_up(state, [&](const Pdq& q) {
      faiss::RangeSearchResult found(1);
      index->range_search(1, reinterpret_cast<const std::uint8_t*>(q.words.data()), 32, &found);
      return found.lims[1];
    });
    state.counters["build_s"] = seconds;
    state.counters["resident_MB"] = mb;
  }
};

void faiss_flat(benchmark::State& state) {
  static const Faiss<faiss::IndexBinaryFlat> made(std::make_unique<faiss::IndexBinaryFlat>(kPdqBits));
  made.run(state);
}
BENCHMARK(faiss_flat);

void faiss_multi_hash(benchmark::State& state) {
  static const Faiss<faiss::IndexBinaryMultiHash> made([] {
    auto empty = std::make_unique<faiss::IndexBinaryMultiHash>(kPdqBits, 16, 16);
    empty->nflip = 1;  // 16 × 16 bits, one flip each: exact to 31
    empty->own_fields = true;
    return empty;
  }());
  made.run(state);
}
BENCHMARK(faiss_multi_hash);
#endif

}  // namespace
}  // namespace muster::hashes
