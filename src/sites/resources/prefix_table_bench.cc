// Look-ups in 1 M prefixes (lengths roughly as in a full IPv4 routing table: most are /24; IPv6: /32 to /48 and /64),
// beside what one would write first: a hash table for each length, a binary trie, a sorted array of the ranges.
#include <resources/prefix_table.h>

#include <array>
#include <memory>
#include <random>
#include <set>
#include <unordered_map>

#include <benchmark/benchmark.h>

namespace muster::resources {
namespace {

using identifiers::AddressRange;
constexpr std::size_t kPrefixes = 1'000'000, kQuestions = 1 << 16;

struct Prefix {
  std::uint32_t first;
  int length;
  auto operator<=>(const Prefix&) const = default;
};
std::uint32_t mask(int length) {
  return length == 0 ? 0 : ~std::uint32_t{0} << (32 - length);
}

struct Data {
  std::vector<Prefix> prefixes;
  std::vector<std::uint32_t> questions;
  PrefixTable table;
  Data() {
    std::mt19937 random(7);
    std::set<Prefix> all;
    while (all.size() < kPrefixes) {
      const auto dice = random() % 100;
      const int length = dice < 60   ? 24
                         : dice < 90 ? 20 + static_cast<int>(random() % 4)
                                     : 10 + static_cast<int>(random() % 10);
      all.insert({static_cast<std::uint32_t>(random()) & mask(length), length});
    }
    prefixes.assign(all.begin(), all.end());
    for (std::size_t i = 0; i < kQuestions; ++i)
      questions.push_back(i % 2 ? static_cast<std::uint32_t>(random()) : prefixes[random() % kPrefixes].first + 1);
    table = std::move(PrefixTable::build(entries())).value();
  }
  std::vector<PrefixTable::Entry> entries() const {
    std::vector<PrefixTable::Entry> out;
    for (const Prefix& p : prefixes) {
      AddressRange r;
      r.v4 = true;
      r.first[10] = r.first[11] = 0xff;
      r.last = r.first;
      for (int i = 0; i < 4; ++i) {
        r.first[static_cast<std::size_t>(12 + i)] = static_cast<std::uint8_t>(p.first >> (24 - 8 * i));
        r.last[static_cast<std::size_t>(12 + i)] =
            static_cast<std::uint8_t>((p.first | ~mask(p.length)) >> (24 - 8 * i));
      }
      out.push_back({r, static_cast<std::uint32_t>(out.size())});
    }
    return out;
  }
};
const Data& data() {
  static const Data d;
  return d;
}

template <class Find>
void run(benchmark::State& state, std::size_t bytes, Find find) {
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(find(data().questions[i++ % kQuestions]));
  state.SetItemsProcessed(state.iterations());
  if (bytes) state.counters["bytes/prefix"] = static_cast<double>(bytes) / kPrefixes;
}

void BM_Table(benchmark::State& state) {
  run(state, data().table.bytes(), [](std::uint32_t a) { return data().table.find_v4(a); });
}
BENCHMARK(BM_Table);

void BM_HashForEachLength(benchmark::State& state) {
  static const auto hashes = [] {
    std::array<std::unordered_map<std::uint32_t, std::uint32_t>, 33> h;
    std::uint32_t n = 0;
    for (const Prefix& p : data().prefixes) h[static_cast<std::size_t>(p.length)].emplace(p.first, n++);
    return h;
  }();
  run(state, 0, [](std::uint32_t a) {
    for (int length = 32; length >= 0; --length) {
      const auto& h = hashes[static_cast<std::size_t>(length)];
      if (h.empty()) continue;
      if (const auto at = h.find(a & mask(length)); at != h.end()) return at->second;
    }
    return PrefixTable::kNone;
  });
}
BENCHMARK(BM_HashForEachLength);

void BM_BinaryTrie(benchmark::State& state) {
  struct Node {
    std::uint32_t next[2] = {0, 0};
    std::uint32_t value = PrefixTable::kNone;
  };
  static const auto nodes = [] {
    std::vector<Node> out(1);
    std::uint32_t n = 0;
    for (const Prefix& p : data().prefixes) {
      std::uint32_t at = 0;
      for (int bit = 0; bit < p.length; ++bit) {
        const auto side = p.first >> (31 - bit) & 1;
        if (out[at].next[side] == 0) {
          out[at].next[side] = static_cast<std::uint32_t>(out.size());
          out.emplace_back();
        }
        at = out[at].next[side];
      }
      out[at].value = n++;
    }
    return out;
  }();
  run(state, nodes.size() * sizeof(Node), [](std::uint32_t a) {
    std::uint32_t at = 0, best = nodes[0].value;
    for (int bit = 0; bit < 32; ++bit) {
      at = nodes[at].next[a >> (31 - bit) & 1];
      if (at == 0) break;
      if (nodes[at].value != PrefixTable::kNone) best = nodes[at].value;
    }
    return best;
  });
}
BENCHMARK(BM_BinaryTrie);

void BM_SortedPrefixes(benchmark::State& state) {
  // The last prefix that begins at or before the address; then back until one holds it.
  run(state, sizeof(Prefix) * kPrefixes, [](std::uint32_t a) {
    const auto& all = data().prefixes;
    auto at = std::upper_bound(all.begin(), all.end(), Prefix{a, 33});
    for (int steps = 0; at != all.begin() && steps < 4096; ++steps) {
      --at;
      if ((a & mask(at->length)) == at->first) return static_cast<std::uint32_t>(at - all.begin());
    }
    return PrefixTable::kNone;
  });
}
BENCHMARK(BM_SortedPrefixes);

void BM_Build(benchmark::State& state) {
  const auto entries = data().entries();
  for (auto _ : state) {
    auto table = PrefixTable::build(entries);
    benchmark::DoNotOptimize(table);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kPrefixes));
}
BENCHMARK(BM_Build)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster::resources
