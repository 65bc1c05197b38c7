// The name index beside what else can hold a set of names exactly (script/bench makes a table of it). "exact" asks for
// names that stand in the set as such, "suffix" for names below them: a peer without suffix rules tries one parent
// after the other. B/name is without the payload, which no peer holds: Muster's whole file, peers' allocations.
#include "bench_names.h"
#include <names/index_builder.h>
#include <names/live_index.h>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <unordered_set>

#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <marisa.h>
#include <unistd.h>

namespace {

using namespace muster::names;

const NameIndex& index_of_names() {
  static const auto made = [] {
    IndexBuilder builder({.threads = 2});
    for (const auto& name : known_names()) builder.add(name, 1, Cover::zone);
    return *builder.build();
  }();
  return *made;
}

std::uint64_t allocated() {
  const auto now = ::mallinfo2();
  return now.uordblks + now.hblkhd;
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
struct UnorderedSet {
  std::unordered_set<std::string, TextHash, std::equal_to<>> set{known_names().begin(), known_names().end()};
  bool contains(std::string_view name) const { return set.find(name) != set.end(); }
};
struct AbslStrings {
  absl::flat_hash_set<std::string> set{known_names().begin(), known_names().end()};
  bool contains(std::string_view name) const { return set.contains(absl::string_view(name.data(), name.size())); }
};

// Offsets into one string of texts, each with its length in front.
struct AbslOffsets {
  struct Texts {
    using is_transparent = void;
    const std::string* pool;
    std::string_view at(std::uint32_t offset) const {
      return {pool->data() + offset + 1, static_cast<unsigned char>((*pool)[offset])};
    }
    std::string_view at(std::string_view text) const { return text; }
    template <class T>
    std::size_t operator()(const T& key) const {
      const auto text = at(key);
      return absl::Hash<absl::string_view>()({text.data(), text.size()});
    }
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return at(a) == at(b);
    }
  };
  std::string pool;
  absl::flat_hash_set<std::uint32_t, Texts, Texts> set{0, Texts{&pool}, Texts{&pool}};
  AbslOffsets() {
    for (const auto& name : known_names()) {
      const auto at = static_cast<std::uint32_t>(pool.size());
      pool += static_cast<char>(name.size());
      pool += name;
      if (!set.insert(at).second) pool.resize(at);
    }
    pool.shrink_to_fit();
  }
  bool contains(std::string_view name) const { return set.contains(name); }
};

struct SortedReversed {
  std::string pool;
  std::vector<std::uint32_t> ends{0};
  SortedReversed() {
    auto names = known_names();
    for (auto& name : names) std::reverse(name.begin(), name.end());
    std::sort(names.begin(), names.end());
    ends.reserve(names.size() + 1);
    pool.reserve(std::accumulate(names.begin(), names.end(), std::size_t{0},
                                 [](std::size_t sum, const std::string& name) { return sum + name.size(); }));
    for (const auto& name : names) {
      pool += name;
      ends.push_back(static_cast<std::uint32_t>(pool.size()));
    }
  }
  bool contains(std::string_view name) const {
    char reversed[256];
    std::reverse_copy(name.begin(), name.end(), reversed);
    const std::string_view wanted(reversed, name.size());
    std::size_t low = 0, high = ends.size() - 1;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      const std::string_view here(pool.data() + ends[middle], ends[middle + 1] - ends[middle]);
      if (here == wanted) return true;
      if (here < wanted)
        low = middle + 1;
      else
        high = middle;
    }
    return false;
  }
};

struct Marisa {
  marisa::Trie trie;
  mutable marisa::Agent agent;
  Marisa() {
    marisa::Keyset keys;
    for (const auto& name : known_names()) keys.push_back(name.data(), name.size());
    trie.build(keys);
  }
  bool contains(std::string_view name) const {
    agent.set_query(name.data(), name.size());
    return trie.lookup(agent);
  }
};

template <class Peer>
const Peer& peer(double& bytes_a_name) {
  static double bytes = 0;
  static const Peer* made = [] {
    known_names();
    const std::uint64_t before = allocated();
    auto* set = new Peer;
    ::malloc_trim(0);
    bytes = static_cast<double>(allocated() - before) / static_cast<double>(known_names().size());
    return set;
  }();
  bytes_a_name = bytes;
  return *made;
}

// 256 queries an iteration, as string views, for each of them.
template <class Ask>
void ask_all(benchmark::State& state, bool suffix, double bytes_a_name, Ask&& ask) {
  const auto& names = query_names(suffix);
  const std::vector<std::string_view> views(names.begin(), names.end());
  std::size_t at = 0;
  for (auto _ : state) {
    ask(std::span(views).subspan(at, 256));
    at = (at + 256) % kQueries;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 256));
  state.counters["B/name"] = bytes_a_name;
}

template <class Peer>
void BM_Peer(benchmark::State& state, bool suffix) {
  double bytes = 0;
  const Peer& set = peer<Peer>(bytes);
  ask_all(state, suffix, bytes, [&](std::span<const std::string_view> names) {
    for (std::string_view name : names) {
      bool there = set.contains(name);
      for (std::size_t dot = 0; suffix && !there && (dot = name.find('.')) != std::string_view::npos;) {
        name.remove_prefix(dot + 1);
        there = set.contains(name);
      }
      benchmark::DoNotOptimize(there);
    }
  });
}

double muster_bytes() {
  const auto& stats = index_of_names().stats();
  return static_cast<double>(stats.file_bytes) / static_cast<double>(stats.names) - 4;
}
void BM_Muster_serial(benchmark::State& state, bool suffix) {
  const NameIndex& index = index_of_names();
  ask_all(state, suffix, muster_bytes(), [&](std::span<const std::string_view> names) {
    for (const auto name : names) benchmark::DoNotOptimize(suffix ? index.covering(name) : index.exact(name));
  });
}
void BM_Muster_batch(benchmark::State& state, bool suffix) {
  const NameIndex& index = index_of_names();
  std::vector<Hit> hits(256);
  ask_all(state, suffix, muster_bytes(), [&](std::span<const std::string_view> names) {
    suffix ? index.covering(names, hits) : index.exact(names, hits);
    benchmark::DoNotOptimize(hits.data());
  });
}
// With 1,000 changes over it, through a reader that follows the index.
void BM_Muster_live(benchmark::State& state, bool suffix) {
  static const auto live = [] {
    auto made = LiveIndex::over(std::shared_ptr<const NameIndex>(&index_of_names(), [](const NameIndex*) {}));
    std::vector<Change> changes;
    for (const auto& name : bench_names(1000, 9)) changes.push_back({{name, Cover::zone, false, 2}, false});
    (void)made->apply(changes);
    return made;
  }();
  LiveIndex::Reader reader(*live);
  std::vector<Hit> hits(256);
  ask_all(state, suffix, muster_bytes(), [&](std::span<const std::string_view> names) {
    reader.view().covering(names, hits);
    benchmark::DoNotOptimize(hits.data());
  });
}

const bool kRegistered = [] {
  const auto both = [](const std::string& name, void (*run)(benchmark::State&, bool)) {
    benchmark::RegisterBenchmark(("lookup/" + name + "/exact").c_str(), run, false);
    benchmark::RegisterBenchmark(("lookup/" + name + "/suffix").c_str(), run, true);
  };
  both("Muster, batches of 256", BM_Muster_batch);
  both("Muster, one by one", BM_Muster_serial);
  both("Muster, batches, 1000 changes over it", BM_Muster_live);
  both("std::unordered_set of strings", BM_Peer<UnorderedSet>);
  both("absl::flat_hash_set of strings", BM_Peer<AbslStrings>);
  both("absl set of offsets and a pool", BM_Peer<AbslOffsets>);
  both("sorted reversed and binary search", BM_Peer<SortedReversed>);
  both("marisa trie", BM_Peer<Marisa>);
  return true;
}();

void BM_Build(benchmark::State& state) {
  for (auto _ : state) {
    IndexBuilder builder({.threads = static_cast<unsigned>(state.range(0)),
                          .memory_max = static_cast<std::uint64_t>(state.range(1)) << 20});
    for (const auto& name : known_names()) builder.add(name, 1, Cover::zone);
    benchmark::DoNotOptimize(builder.build().ok());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * known_names().size()));
}
BENCHMARK(BM_Build)
    ->Name("build")
    ->ArgNames({"threads", "MiB"})
    ->Args({1, 4096})
    ->Args({2, 4096})
    ->Args({2, 64})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(1);

struct OnDisk {
  std::string path = "/tmp/muster-bench-" + std::to_string(::getpid()) + ".idx";
  OnDisk() {
    IndexBuilder builder({.threads = 2});
    for (const auto& name : known_names()) builder.add(name, 1, Cover::zone);
    (void)builder.write(path);
  }
  ~OnDisk() {
    std::remove(path.c_str());
    std::remove((path + ".journal").c_str());
  }
};
const std::string& file() {
  static const OnDisk made;
  return made.path;
}

void BM_Map(benchmark::State& state) {
  const std::string& path = file();
  for (auto _ : state) benchmark::DoNotOptimize(NameIndex::map(path).ok());
}
void BM_MapVerified(benchmark::State& state) {
  const std::string& path = file();
  for (auto _ : state) benchmark::DoNotOptimize(NameIndex::map_verified(path).ok());
}
BENCHMARK(BM_Map)->Name("map")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_MapVerified)->Name("map and verify")->Unit(benchmark::kMillisecond)->UseRealTime();

// From the call to a reader that sees it, the journal on disk.
void BM_Change(benchmark::State& state) {
  const auto live = LiveIndex::open(file(), {.sync = state.range(0) == 1, .changes_max = 10'000'000});
  if (!live.ok()) return state.SkipWithError("can't open");
  LiveIndex::Reader reader(**live);
  std::uint32_t i = 0;
  for (auto _ : state) {
    const Change change{{"c" + std::to_string(++i) + ".example", Cover::zone, false, i}, false};
    (void)(*live)->apply(std::span(&change, 1));
    if (!reader.view().covering(change.rule.name)) return state.SkipWithError("not visible");
  }
}
BENCHMARK(BM_Change)
    ->Name("one change until it is visible")
    ->ArgName("sync")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime()
    ->Iterations(300);

}  // namespace
