// Name parsing and public suffixes beside their peers, on generated names.
#include "bench_names.h"
#include <names/name.h>
#include <names/suffix.h>

#include <benchmark/benchmark.h>
#include <idn2.h>
#include <libpsl.h>

namespace {

using namespace muster::names;

// f(name) on each query in turn.
template <class F>
void each_query(benchmark::State& state, F&& f) {
  const auto& names = query_names(true);
  std::size_t i = 0;
  for (auto _ : state) f(names[i++ % kQueries]);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void BM_ParseName(benchmark::State& state) {
  NameText out;
  each_query(state, [&](const std::string& name) { benchmark::DoNotOptimize(parse_into(name, out)); });
}
BENCHMARK(BM_ParseName);

void BM_ParseName_Peer_libidn2(benchmark::State& state) {
  each_query(state, [](const std::string& name) {
    char* out = nullptr;
    if (idn2_to_ascii_8z(name.c_str(), &out, IDN2_NONTRANSITIONAL) == IDN2_OK) idn2_free(out);
  });
}
BENCHMARK(BM_ParseName_Peer_libidn2);

void BM_Registrable(benchmark::State& state) {
  each_query(state, [](const std::string& name) { benchmark::DoNotOptimize(registrable_domain(name)); });
}
BENCHMARK(BM_Registrable);

void BM_Registrable_Peer_libpsl(benchmark::State& state) {
  each_query(state, [](const std::string& name) {
    benchmark::DoNotOptimize(psl_registrable_domain(psl_builtin(), name.c_str()));
  });
}
BENCHMARK(BM_Registrable_Peer_libpsl);

}  // namespace
