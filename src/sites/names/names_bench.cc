// Name parsing, public suffixes and the index beside their peers, on generated names (script/bench runs this).
// MUSTER_BENCH_NAMES sets how many names the index holds (default 1,000,000).
#include <names/index_builder.h>
#include <names/name.h>
#include <names/suffix.h>

#include <random>
#include <unordered_set>

#include <absl/container/flat_hash_set.h>
#include <benchmark/benchmark.h>
#include <idn2.h>
#include <libpsl.h>
#include <marisa.h>

namespace {

using namespace muster::names;

std::vector<std::string> make_names(std::size_t count, std::uint64_t seed) {
  static const char* kEnds[] = {".com", ".com", ".com", ".cn",    ".cn",   ".com.cn",
                                ".net", ".org", ".de",  ".co.uk", ".info", ".io"};
  std::mt19937_64 random(seed);
  std::vector<std::string> names;
  names.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::string name;
    const std::size_t length = 4 + random() % 13;
    for (std::size_t c = 0; c < length; ++c) name += "abcdefghijklmnopqrstuvwxyz0123456789"[random() % 36];
    names.push_back(name + kEnds[random() % std::size(kEnds)]);
  }
  return names;
}

std::size_t index_names() {
  const char* text = std::getenv("MUSTER_BENCH_NAMES");
  return text ? std::strtoull(text, nullptr, 10) : 1'000'000;
}
const std::vector<std::string>& known() {
  static const auto names = make_names(index_names(), 1);
  return names;
}
// Half of them known, in random order; `www.` in front for suffix look-ups.
const std::vector<std::string>& queries(bool below) {
  static const auto make = [](const std::string& front) {
    auto names = make_names(1 << 20, 2);
    std::mt19937_64 random(3);
    for (std::size_t i = 0; i < names.size(); i += 2) names[i] = known()[random() % known().size()];
    for (auto& name : names) name.insert(0, front);
    return names;
  };
  static const auto plain = make(""), with_www = make("www.");
  return below ? with_www : plain;
}

const NameIndex& index(Cover cover) {
  const auto make = [](Cover how) {
    IndexBuilder builder({.threads = 2});
    for (const auto& name : known()) builder.add(name, 1, how);
    return *builder.build();
  };
  static const auto exact = make(Cover::exact), zone = make(Cover::zone);
  return cover == Cover::exact ? *exact : *zone;
}

void count(benchmark::State& state, std::size_t per_turn = 1) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * per_turn));
}

void BM_ParseName(benchmark::State& state) {
  const auto& names = queries(true);
  NameText out;
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(parse_into(names[i++ & 0xfffff], out));
  count(state);
}
BENCHMARK(BM_ParseName);

void BM_ParseName_Peer_libidn2(benchmark::State& state) {
  const auto& names = queries(true);
  std::size_t i = 0;
  for (auto _ : state) {
    char* out = nullptr;
    if (idn2_to_ascii_8z(names[i++ & 0xfffff].c_str(), &out, IDN2_NONTRANSITIONAL) == IDN2_OK) idn2_free(out);
  }
  count(state);
}
BENCHMARK(BM_ParseName_Peer_libidn2);

void BM_Registrable(benchmark::State& state) {
  const auto& names = queries(true);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(registrable_domain(names[i++ & 0xfffff]));
  count(state);
}
BENCHMARK(BM_Registrable);

void BM_Registrable_Peer_libpsl(benchmark::State& state) {
  const auto& names = queries(true);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(psl_registrable_domain(psl_builtin(), names[i++ & 0xfffff].c_str()));
  count(state);
}
BENCHMARK(BM_Registrable_Peer_libpsl);

void BM_IndexBuild(benchmark::State& state) {
  for (auto _ : state) {
    IndexBuilder builder({.threads = static_cast<unsigned>(state.range(0))});
    for (const auto& name : known()) builder.add(name, 1);
    benchmark::DoNotOptimize(builder.finish().ok());
  }
  count(state, known().size());
}
BENCHMARK(BM_IndexBuild)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_IndexLoad(benchmark::State& state) {
  const std::string path = "/tmp/muster-bench-" + std::to_string(::getpid()) + ".idx";
  IndexBuilder builder;
  for (const auto& name : known()) builder.add(name, 1);
  if (!builder.write(path).ok()) return state.SkipWithError("can't write");
  for (auto _ : state) benchmark::DoNotOptimize(NameIndex::map(path).ok());
  std::remove(path.c_str());
}
BENCHMARK(BM_IndexLoad)->Unit(benchmark::kMillisecond);

template <bool kSuffix>
void BM_IndexSerial(benchmark::State& state) {
  const auto& names = queries(kSuffix);
  const NameIndex& names_index = index(kSuffix ? Cover::zone : Cover::exact);
  std::size_t i = 0;
  for (auto _ : state) {
    if constexpr (kSuffix)
      benchmark::DoNotOptimize(names_index.covering(names[i++ & 0xfffff]));
    else
      benchmark::DoNotOptimize(names_index.exact(names[i++ & 0xfffff]));
  }
  count(state);
  const auto stats = names_index.stats();
  state.counters["B/name"] = static_cast<double>(stats.file_bytes) / static_cast<double>(stats.names) - 4;
}
BENCHMARK_TEMPLATE(BM_IndexSerial, false);
BENCHMARK_TEMPLATE(BM_IndexSerial, true);

template <bool kSuffix>
void BM_IndexBatch(benchmark::State& state) {
  const auto& names = queries(kSuffix);
  const NameIndex& names_index = index(kSuffix ? Cover::zone : Cover::exact);
  const std::vector<std::string_view> views(names.begin(), names.end());
  std::vector<Hit> hits(256);
  std::size_t at = 0;
  for (auto _ : state) {
    const auto some = std::span(views).subspan(at, 256);
    if constexpr (kSuffix)
      names_index.covering(some, hits);
    else
      names_index.exact(some, hits);
    benchmark::DoNotOptimize(hits.data());
    at = (at + 256) & 0xfffff;
  }
  count(state, 256);
}
BENCHMARK_TEMPLATE(BM_IndexBatch, false);
BENCHMARK_TEMPLATE(BM_IndexBatch, true);

template <class Set>
void BM_Peer_Set(benchmark::State& state) {
  static const Set set(known().begin(), known().end());
  const auto& names = queries(false);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(set.contains(names[i++ & 0xfffff]));
  count(state);
}
BENCHMARK_TEMPLATE(BM_Peer_Set, std::unordered_set<std::string>);
BENCHMARK_TEMPLATE(BM_Peer_Set, absl::flat_hash_set<std::string>);

void BM_Peer_SortedArray(benchmark::State& state) {
  static const auto sorted = [] {
    auto names = known();
    std::sort(names.begin(), names.end());
    return names;
  }();
  const auto& names = queries(false);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(std::binary_search(sorted.begin(), sorted.end(), names[i++ & 0xfffff]));
  count(state);
}
BENCHMARK(BM_Peer_SortedArray);

void BM_Peer_Marisa(benchmark::State& state) {
  static const marisa::Trie* trie = [] {
    marisa::Keyset keys;
    for (const auto& name : known()) keys.push_back(name.data(), name.size());
    auto* made = new marisa::Trie;
    made->build(keys);
    return made;
  }();
  const auto& names = queries(false);
  marisa::Agent agent;
  std::size_t i = 0;
  for (auto _ : state) {
    agent.set_query(names[i & 0xfffff].data(), names[i & 0xfffff].size());
    ++i;
    benchmark::DoNotOptimize(trie->lookup(agent));
  }
  count(state);
  state.counters["B/name"] = static_cast<double>(trie->total_size()) / static_cast<double>(known().size());
}
BENCHMARK(BM_Peer_Marisa);

}  // namespace
