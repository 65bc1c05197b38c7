// Pages a second on a server that is no limit (bench/fetch.sh starts it and says where): bare, as `curl --parallel`
// does it; read; and with all that a test does to a page.
#include "score_visit.h"
#include <base/random.h>
#include <content/lexicon.h>
#include <testing/fetch.h>
#include <testing/warc.h>

#include <cstdlib>

#include <benchmark/benchmark.h>
#include <embedded_lexicons.h>
#include <fmt/format.h>
#include <likeness/print.h>

namespace muster::testing {
namespace {

constexpr int kPages = 20'000;

std::string endpoint() {
  const char* value = std::getenv("MUSTER_BENCH_ENDPOINT");
  return value ? value : "";
}

FetchOptions bench_options() {
  FetchOptions options;
  options.visits_at_once = 64;
  options.robots = RobotsPolicy::ignore;
  options.manners.host_delay = options.manners.address_delay = Duration::zero();
  options.manners.address_at_once = 64;
  return options;
}

content::Scorer scorer() {
  const auto keys = content::key_pair_from_seed(std::string(32, 'k'));
  const content::PublisherKey enrolled[] = {{"Bench", keys.public_key}};
  content::Scorer::Lexicons lexicons;
  for (const EmbeddedFile& draft : muster_lexicons::files()) {
    auto bundle = content::open_bundle(*content::sign_draft(draft.bytes, "Bench", keys), enrolled);
    if (!bundle.ok()) continue;
    if (auto read = content::Lexicon::load(std::move(*bundle)); read.ok()) lexicons.push_back(*read);
  }
  return content::Scorer(std::move(lexicons), {}, {});
}

// One host again and again, as curl has it: connections are kept.
void one_host(benchmark::State& state, bool reads_pages) {
  FetchOptions options = bench_options();
  if (endpoint().empty()) return state.SkipWithError("MUSTER_BENCH_ENDPOINT is not set");
  options.farm["bench.example"] = endpoint();
  options.reads_pages = reads_pages;
  const SystemClock clock;
  for (auto _ : state) {
    Fetcher fetcher(options, clock);
    int asked = 0, failed = 0;
    fetcher.run(
        [&]() -> std::optional<VisitRequest> {
          if (asked == kPages) return {};
          return VisitRequest{fmt::format("http://bench.example/{}", asked++), ""};
        },
        [&](Visit&& visit) { failed += !visit.error.empty(); });
    if (failed > 0) return state.SkipWithError("pages failed");
  }
  state.SetItemsProcessed(state.iterations() * kPages);
}

void Bare(benchmark::State& state) {
  one_host(state, false);
}
BENCHMARK(Bare)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void Read(benchmark::State& state) {
  one_host(state, true);
}
BENCHMARK(Read)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

// Every page another host, each with its robots.txt and its turn; text scored, fingerprint taken, evidence made.
void Whole(benchmark::State& state) {
  FetchOptions options = bench_options();
  if (endpoint().empty()) return state.SkipWithError("MUSTER_BENCH_ENDPOINT is not set");
  for (int i = 0; i < kPages / 4; ++i) options.farm[fmt::format("h{}.bench.example", i)] = endpoint();
  options.robots = RobotsPolicy::obey;
  options.manners.host_delay = std::chrono::milliseconds(1);
  const content::Scorer words = scorer();
  const SystemClock clock;
  SystemRandom random;
  std::size_t bytes = 0;
  std::int64_t words_in_prints = 0;
  for (auto _ : state) {
    Fetcher fetcher(options, clock);
    int asked = 0, failed = 0;
    fetcher.run(
        [&]() -> std::optional<VisitRequest> {
          if (asked == kPages / 4) return {};
          return VisitRequest{fmt::format("http://h{}.bench.example/", asked++), ""};
        },
        [&](Visit&& visit) {
          failed += !visit.error.empty();
          LookedPage page;
          page.visit = std::move(visit);
          const Scored scored = score_visit(page, words, content::kClueScore, KeepPictures::none);
          words_in_prints += likeness::print_of({.source = page.visit.payload, .page = page.visit.page}).text.words;
          EvidenceNotes notes{"run", "muster", "{}", scored.findings};
          notes.body_sha256 = body_hashes(scored.run);
          bytes += evidence_of(page.visit, notes, clock, random).size();
        });
    if (failed > 0) return state.SkipWithError("pages failed");
  }
  benchmark::DoNotOptimize(bytes);
  benchmark::DoNotOptimize(words_in_prints);
  state.SetItemsProcessed(state.iterations() * kPages / 4);
}
BENCHMARK(Whole)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace muster::testing
