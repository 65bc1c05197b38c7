// Text scored per second beside what finds the same phrases and nothing else: RE2::Set (whole text, case folded) and
// Vectorscan alone. `grep -F -f` over the same file runs in script/bench.
#include "matcher.h"
#include "normal.h"
#include <content/lexicon.h>
#include <content/model.h>
#include <content/neutral.h>

#include <fstream>

#include <benchmark/benchmark.h>
#include <embedded_lexicons.h>
#include <re2/set.h>

namespace muster::content {
namespace {

const Lexicon& everything() {
  static const auto lexicon = [] {
    const KeyPair keys = key_pair_from_seed(std::string(32, 'b'));
    const PublisherKey enrolled[] = {{"Bench", keys.public_key}};
    Bundle all{{"Bench", "all", "1", "billing_fraud", "l", "s"}, {}, std::string(64, '0'), ""};
    for (const EmbeddedFile& file : muster_lexicons::files()) {
      auto bundle = *open_bundle(*sign_draft(file.bytes, "Bench", keys), enrolled);
      for (Term& term : bundle.terms)
        if (term.all.empty()) all.terms.push_back(std::move(term));
    }
    return *Lexicon::compile(std::move(all));
  }();
  return *lexicon;
}

// Four megabytes of prose: MUSTER_BENCH_TEXT names a file, else the neutral corpora again and again.
const std::string& prose() {
  static const std::string text = [] {
    std::string out;
    if (const char* path = std::getenv("MUSTER_BENCH_TEXT")) {
      std::ifstream file(path, std::ios::binary);
      out.assign(std::istreambuf_iterator<char>(file), {});
    }
    while (out.size() < (4u << 20))
      for (const auto& each : neutral_texts()) out += each.text + "\n";
    out.resize(4u << 20);
    return read_page(out, "text/plain; charset=utf-8").text;
  }();
  return text;
}

void bytes_of(benchmark::State& state) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(prose().size()));
}

void ScoreWithContextAndEvasion(benchmark::State& state) {
  Page page;
  page.text = prose();
  for (auto _ : state) benchmark::DoNotOptimize(everything().score(page).value);
  bytes_of(state);
}
BENCHMARK(ScoreWithContextAndEvasion)->Unit(benchmark::kMillisecond);

void Normalising(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Normal(prose()).text().size());
  bytes_of(state);
}
BENCHMARK(Normalising)->Unit(benchmark::kMillisecond);

void VectorscanAlone(benchmark::State& state) {
  std::vector<std::string> literals;
  for (const Term& term : everything().bundle().terms) literals.push_back(normalised(term.text));
  const auto matcher = *Matcher::compile(literals);
  const std::string text = normalised(prose());
  for (auto _ : state) benchmark::DoNotOptimize(matcher->find(text, 1'000'000).size());
  bytes_of(state);
}
BENCHMARK(VectorscanAlone)->Unit(benchmark::kMillisecond);

void Re2Set(benchmark::State& state) {
  RE2::Options options;
  options.set_literal(true);
  options.set_case_sensitive(false);
  options.set_max_mem(1 << 30);
  RE2::Set set(options, RE2::UNANCHORED);
  for (const Term& term : everything().bundle().terms) set.Add(term.text, nullptr);
  if (!set.Compile()) return state.SkipWithError("RE2::Set did not compile");
  std::vector<int> found;
  for (auto _ : state) {
    found.clear();
    // A set says which patterns are in a text, not where: line by line, as grep.
    for (std::size_t at = 0; at < prose().size();) {
      const auto end = std::min(prose().find('\n', at), prose().size());
      set.Match(re2::StringPiece(prose().data() + at, end - at), &found);
      at = end + 1;
    }
    benchmark::DoNotOptimize(found.size());
  }
  bytes_of(state);
}
BENCHMARK(Re2Set)->Unit(benchmark::kMillisecond);

void Features(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(features_of(prose(), 14).size());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(kFeatureTextMax));
}
BENCHMARK(Features)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster::content
