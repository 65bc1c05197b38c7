// The intake on one core: messages and lines a second, parsed alone, tallied as `muster observe` does, and through a
// whole census of a file. 200,000 sites (heavy-tailed), 100,000 clients.
#include <census/observation.h>
#include <census/reconcile.h>
#include <intake/dnstap_specimen.h>
#include <intake/frame_stream.h>

#include <cmath>
#include <cstring>
#include <random>

#include <benchmark/benchmark.h>

namespace {

using namespace muster;
using namespace muster::census;

constexpr int kSites = 200'000, kClients = 100'000, kQueries = 1'000'000;

struct Asked {
  std::string name;
  int client;
};

// The nth site is asked for about 1/n as often as the first.
const std::vector<Asked>& asked() {
  static const auto all = [] {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> part(0, 1);
    std::vector<Asked> out;
    for (int i = 0; i < kQueries; ++i) {
      const int site = static_cast<int>(std::pow(double{kSites}, part(random)));
      static constexpr const char* kEnds[] = {"com", "net", "co.uk", "org", "example"};
      out.push_back({(site % 3 ? "www.site-" : "site-") + std::to_string(site) + "." + kEnds[site % 5],
                     static_cast<int>(random() % kClients)});
    }
    return out;
  }();
  return all;
}
std::string client_text(int c) {
  return "10." + std::to_string(c >> 16 & 255) + "." + std::to_string(c >> 8 & 255) + "." + std::to_string(c & 255);
}
std::string client_bytes(int c) {
  return {'\x0a', static_cast<char>(c >> 16), static_cast<char>(c >> 8), static_cast<char>(c)};
}

const std::string& frames() {
  static const auto text = [] {
    std::string out = intake::control_frame(intake::Control::start);
    for (const Asked& a : asked())
      intake::append_data_frame(out, intake::dnstap_message({.client = client_bytes(a.client),
                                                             .seconds = 1'795'519'478,
                                                             .dns = intake::dns_query_wire(a.name)}));
    return out;
  }();
  return text;
}
const std::string& unbound() {
  static const auto text = [] {
    std::string out;
    for (const Asked& a : asked())
      out += "[1795506531] unbound[16368:0] info: " + client_text(a.client) + " " + a.name + ". A IN\n";
    return out;
  }();
  return text;
}
const std::string& bind() {
  static const auto text = [] {
    std::string out;
    for (const Asked& a : asked())
      out += "24-Nov-2026 07:48:52.972 queries: info: client @0x7f27fbc47098 " + client_text(a.client) + "#55949 (" +
             a.name + "): query: " + a.name + " IN A +E(0)K (192.0.2.53)\n";
    return out;
  }();
  return text;
}
const std::string& dnsdist() {
  static const auto text = [] {
    std::string out;
    for (const Asked& a : asked())
      out +=
          "[1795519478.888973] Packet from " + client_text(a.client) + ":41237 for " + a.name + ". A with id 22264\n";
    return out;
  }();
  return text;
}

std::shared_ptr<const Register> known() {
  RegisterBuilder builder({});
  for (int site = 0; site < kSites; site += 2)
    builder.add_filing("site-" + std::to_string(site) + ".com", FilingState::filed);
  return *builder.finish();
}

class View final : public Source {
 public:
  explicit View(std::string_view text) : rest_(text) {}
  Result<std::size_t> read(std::span<char> out) override {
    const std::size_t count = std::min(out.size(), rest_.size());
    std::memcpy(out.data(), rest_.data(), count);
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

void parse(benchmark::State& state) {
  intake::Dnstap parsed;
  for (auto _ : state) {
    std::string_view rest = frames();
    std::uint64_t good = 0;
    for (auto frame = intake::next_frame(rest); frame.kind != intake::Frame::Kind::more;
         frame = intake::next_frame(rest))
      if (frame.kind == intake::Frame::Kind::data)
        good += intake::parse_dnstap(frame.data, parsed) == intake::DnstapFault::none;
    if (good != kQueries) state.SkipWithError("a message was lost");
  }
  state.SetItemsProcessed(state.iterations() * kQueries);
}
BENCHMARK(parse)->Name("dnstap: frames and messages parsed")->Unit(benchmark::kMillisecond);

void observe(benchmark::State& state) {
  SeededRandom random(7);
  const auto filed = known();
  intake::Dnstap parsed;
  for (auto _ : state) {
    Observation observation(random, {}, filed, 20'781);
    std::string_view rest = frames();
    observation.begin();
    for (auto frame = intake::next_frame(rest); frame.kind != intake::Frame::Kind::more;
         frame = intake::next_frame(rest))
      if (frame.kind == intake::Frame::Kind::data &&
          intake::parse_dnstap(frame.data, parsed) == intake::DnstapFault::none)
        observation.query(parsed.query);
    observation.end();
    if (observation.take().intake.names != kQueries) state.SkipWithError("a query was lost");
  }
  state.SetItemsProcessed(state.iterations() * kQueries);
}
BENCHMARK(observe)->Name("dnstap: parsed and tallied (muster observe)")->Unit(benchmark::kMillisecond);

void census_of(benchmark::State& state, const std::string& (*text)()) {
  const auto filed = known();
  text();
  for (auto _ : state) {
    View source(text());
    const auto outcome = reconcile(source, *filed, {.threads = 1, .salt = std::string(16, 's'), .day = 20'000});
    if (!outcome.ok() || outcome->intake.names != kQueries) state.SkipWithError("a line was lost");
  }
  state.SetItemsProcessed(state.iterations() * kQueries);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text().size()));
}
BENCHMARK_CAPTURE(census_of, dnstap, frames)->Name("census of a dnstap file")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(census_of, unbound, unbound)->Name("census of Unbound's log")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(census_of, bind, bind)->Name("census of BIND's log")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(census_of, dnsdist, dnsdist)->Name("census of dnsdist's log")->Unit(benchmark::kMillisecond);

}  // namespace
