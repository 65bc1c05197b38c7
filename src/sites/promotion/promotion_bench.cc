// Pages, searches and the difference of two inventories among a million links: promotion_bench with
// MUSTER_PROMOTION_LINKS=1000000 (100,000 otherwise). The second inventory changes one link in ten, takes out one in a
// hundred and adds as many.
#include "link_store.h"
#include <policy/policy.h>
#include <restrictions/service.h>
#include <store/migrations.h>
#include <vault/vault.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include <benchmark/benchmark.h>
#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

namespace muster::promotion {
namespace {

double seconds_since(std::chrono::steady_clock::time_point from) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

// An inventory's file, made as it is read.
class LinkFile final : public std::streambuf {
 public:
  LinkFile(std::int64_t links, bool second) : links_(links), second_(second) {
    buffer_ = "code,channel,service,landing_url,short_url\n";
    begin();
  }

 protected:
  int_type underflow() override {
    buffer_.clear();
    for (; at_ < links_ && buffer_.size() < 1 << 16; ++at_) {
      if (second_ && at_ % 100 == 7) continue;
      const bool changed = second_ && at_ % 10 == 3;
      buffer_ += fmt::format(
          "{}{:07},store-{}/shelf-{}/row-{},Weather radar,http://land-{}.example/p?c={}{},http://go.example/{}\n",
          second_ && at_ % 100 == 8 ? "N" : "L", at_, at_ % 50, at_ % 20, at_ % 4, at_ % 5000, at_,
          changed ? "&v=2" : "", at_);
    }
    if (buffer_.empty()) return traits_type::eof();
    begin();
    return traits_type::to_int_type(*gptr());
  }

 private:
  void begin() { setg(buffer_.data(), buffer_.data(), buffer_.data() + buffer_.size()); }
  std::int64_t links_, at_ = 0;
  bool second_;
  std::string buffer_;
};

struct World {
  World() {
    const char* wanted = std::getenv("MUSTER_PROMOTION_LINKS");
    links = wanted ? std::strtoll(wanted, nullptr, 10) : 100'000;
    const char* url = std::getenv("MUSTER_PROMOTION_DATABASE");
    folder = std::filesystem::temp_directory_path() / fmt::format("muster-promotion-bench-{}", ::getpid());
    std::filesystem::create_directories(folder);
    database = std::move(*store::Database::open(url ? url : (folder / "bench.db").string()));
    const std::vector<store::MigrationSet> sets{store::foundation_migrations(),
                                                {"sites", muster_sites_migrations::files()}};
    if (!store::migrate(*database, sets).ok()) throw std::runtime_error("migrate");
    vault =
        std::make_unique<vault::Vault>(*vault::KeyRing::create((folder / "keys").string(), clock, random), recorder);
    restrictions = std::make_unique<restrictions::Service>(*database, recorder);
    filings =
        std::make_unique<filings::Service>(*database, recorder, *vault, policy::Policy::standard(), *restrictions);
    inventories = std::make_unique<Inventories>(*database, recorder, *filings);
    for (const char* text :
         {"insert into party(id, kind, name, created_at) values('p', 'partner', 'Promoter', 1)",
          "insert into person(id, party_id, display_name, identity_index, created_at) values('h', 'p', 'A', "
          "'11111111111111111111111111111111', 1)",
          "insert into partner(id, number, party_id, kind, licence_number, applied_by, applied_at, state, state_at) "
          "values('partner', 'P-2026-000001', 'p', 'promotion', '', 'h', 1, 'applied', 1)"}) {
      const store::Sql sql{"bench_seed", text};
      (void)database->write([&](store::Transaction& tx) -> Result<void> {
        tx.run(sql);
        return {};
      });
    }
    for (const bool second : {false, true}) {
      LinkFile file(links, second);
      std::istream in(&file);
      ImportOptions options;
      options.partner_id = "partner";
      options.source_name = second ? "second.csv" : "first.csv";
      options.actor = "h";
      const auto from = std::chrono::steady_clock::now();
      const auto taken = inventories->take(in, options);
      if (!taken.ok()) throw std::runtime_error(taken.error().sentence);
      rusage used{};
      ::getrusage(RUSAGE_SELF, &used);
      fmt::print("inventory {}: {} lines in {:.1f} s, +{} ~{} -{}; {:.0f} MB resident at most\n", taken->no,
                 taken->lines, seconds_since(from), taken->added, taken->changed, taken->removed,
                 static_cast<double>(used.ru_maxrss) / 1024);
    }
  }
  ~World() { std::filesystem::remove_all(folder); }
  std::int64_t links = 0;
  std::filesystem::path folder;
  SystemClock clock;
  SystemRandom random;
  ledger::Recorder recorder{clock, random};
  std::unique_ptr<store::Database> database;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<restrictions::Service> restrictions;
  std::unique_ptr<filings::Service> filings;
  std::unique_ptr<Inventories> inventories;
};
World& world() {
  static World made;
  return made;
}

// Each question's time, so that the slowest hundredth is told.
template <class F>
void questions(benchmark::State& state, F ask) {
  world();
  std::vector<double> took;
  std::int64_t n = 0;
  for (auto _ : state) {
    const auto from = std::chrono::steady_clock::now();
    ask(++n * 7919 % world().links);
    took.push_back(seconds_since(from) * 1e3);
  }
  std::sort(took.begin(), took.end());
  state.counters["p50_ms"] = took[took.size() / 2];
  state.counters["p99_ms"] = took[took.size() * 99 / 100];
}
void must_have(const Result<LinkPage>& page) {
  if (!page.ok() || page->items.empty()) throw std::runtime_error("an empty page");
}

// Of links that the second inventory has still.
std::string host(std::int64_t n) {
  const std::int64_t at = n % 5000;
  return fmt::format("land-{}.example", at % 100 == 7 ? at + 1 : at);
}

void page_of_partner(benchmark::State& state) {
  questions(state, [](std::int64_t n) {
    must_have(world().inventories->links({.partner_id = "partner"}, fmt::format("L{:07}", n / 2), 100));
  });
}
void page_of_channel(benchmark::State& state) {
  const auto top = *world().inventories->channels("partner", "", "", 100);
  const auto shelf = *world().inventories->channels("partner", top[3].id, "", 100);
  const auto row = *world().inventories->channels("partner", shelf[0].id, "", 100);
  questions(state, [&](std::int64_t) { must_have(world().inventories->links({.channel_id = row[0].id}, "", 100)); });
}
void search_by_code(benchmark::State& state) {
  questions(state, [](std::int64_t n) {
    must_have(world().inventories->links({.code_prefix = fmt::format("L{:05}", n / 100)}, "", 100));
  });
}
void search_by_host(benchmark::State& state) {
  questions(state, [](std::int64_t n) { must_have(world().inventories->links({.host = host(n)}, "", 100)); });
}
void tree_of_channels(benchmark::State& state) {
  questions(state, [](std::int64_t) {
    if (world().inventories->channels("partner", "", "", 100)->empty()) throw std::runtime_error("no channels");
  });
}
void whose_host(benchmark::State& state) {
  questions(state, [](std::int64_t n) {
    const auto known = world().database->read(
        [&](store::Transaction& tx) -> Result<bool> { return is_partners_host(tx, "partner", host(n)); });
    if (!*known) throw std::runtime_error("not known");
  });
}
void difference(benchmark::State& state) {
  World& w = world();
  std::int64_t differences = 0;
  for (auto _ : state) {
    differences = 0;
    (void)w.inventories->difference("partner", 1, 2, "", [&](const Difference&) {
      ++differences;
      return true;
    });
  }
  state.counters["differences"] = static_cast<double>(differences);
}
void difference_of_all(benchmark::State& state) {
  World& w = world();
  std::int64_t differences = 0;
  for (auto _ : state) {
    differences = 0;
    (void)w.inventories->difference("partner", 0, 2, "", [&](const Difference&) {
      ++differences;
      return true;
    });
  }
  state.counters["differences"] = static_cast<double>(differences);
}
BENCHMARK(page_of_partner)->Unit(benchmark::kMicrosecond);
BENCHMARK(page_of_channel)->Unit(benchmark::kMicrosecond);
BENCHMARK(search_by_code)->Unit(benchmark::kMicrosecond);
BENCHMARK(search_by_host)->Unit(benchmark::kMicrosecond);
BENCHMARK(tree_of_channels)->Unit(benchmark::kMicrosecond);
BENCHMARK(whose_host)->Unit(benchmark::kMicrosecond);
BENCHMARK(difference)->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(difference_of_all)->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace
}  // namespace muster::promotion
