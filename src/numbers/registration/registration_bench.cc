// Durable registrations a second: validation, encryption, cap check, ledger, and the commit that is waited for. Clients
// submit one capture at a time, each of a new person; SQLite with synchronous=full, PostgreSQL where
// MUSTER_TEST_POSTGRES names one (with MUSTER_TEST_FSYNC=on for script/postgres, else it is not durable). Counters:
// rate, and latencies in milliseconds.
#include <base/random.h>
#include <parties/parties.h>
#include <registration/service.h>
#include <store/migrations.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

#include <benchmark/benchmark.h>
#include <embedded_numbers_migrations.h>

namespace {

using namespace muster;

constexpr std::int64_t kFirst = 8619900000000;
constexpr int kLines = 20'000;

// GB 11643 numbers of nobody.
std::string resident_id(int n) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "11%04d19900101%03d", n / 1000 % 10'000, n % 1000);
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
  return std::string(digits, 17) + "10X98765432"[sum % 11];
}

struct World {
  explicit World(const std::string& url_or_folder) : folder(url_or_folder) {
    std::filesystem::create_directories(folder);
    const char* postgres = std::getenv("MUSTER_TEST_POSTGRES");
    std::string url = folder + "/numbers.db";
    if (folder.ends_with("postgres")) {
      auto maker = *store::Database::open(std::string(postgres) + "&user=muster_owner");
      (void)maker->script("drop schema if exists bench_numbers cascade; create schema bench_numbers");
      url = std::string(postgres) + "&user=muster_owner&options=-csearch_path%3Dbench_numbers";
    }
    database = *store::Database::open(url);
    const store::MigrationSet sets[] = {store::foundation_migrations(),
                                        {"numbers", muster_numbers_migrations::files()}};
    if (!store::migrate(*database, sets).ok()) std::abort();
    ring = *vault::KeyRing::create(folder + "/ring", clock, random);
    vault.emplace(ring, recorder);
    parties::Party party;
    party.kind = "partner";
    party.name = "Dealer";
    dealer = parties::Service(*database, recorder, *vault, policy).create_party("system:bench", party)->id;
    stock();
  }
  ~World() { std::filesystem::remove_all(folder); }

  // A dealer's stock: lines that are reserved and have a SIM, put there at once.
  void stock() {
    const lines::Service lines(*database, recorder, policy);
    const auto pool = *lines.make_pool(
        "system:bench", {"Range", "Operator", "CN-11", lines::LineKind::voice, kFirst, kFirst + 9'999'999});
    (void)lines.stock("system:bench", pool.id, kLines);
    const std::string now = std::to_string(clock.now().micros);
    const auto done = database->script(
        "begin; insert into sim(id, iccid, imsi, created_at) select id, '89860' || msisdn, '46' || msisdn, 1 from line;"
        "insert into line_sim(sim_id, line_id, from_at, reason) select id, id, 1, 'first' from line;"
        "update line set state = 'reserved', version = 2, state_since = state_since + 1, due_at = " +
        now + " + 100000000000, reserved_for = '" + dealer + "'; commit;");
    if (!done.ok()) std::abort();
  }
  registration::Capture capture(int n) const {
    registration::Capture c;
    c.document = {"cn_resident_id", "CHN", resident_id(n), ""};
    c.identity = {"Specimen Person " + std::to_string(n), "1990-01-01", "12 Example Street, Utopia"};
    c.category = "citizen";
    c.msisdn = lines::msisdn_text(kFirst + n);
    c.dealer_id = dealer;
    c.place = "BJ-0042";
    c.device = "T-17";
    c.consent = "terms-1";
    return c;
  }

  std::string folder;
  SystemClock clock;
  SystemRandom random;
  ledger::Recorder recorder{clock, random};
  const policy::Policy& policy = policy::Policy::standard();
  std::unique_ptr<store::Database> database;
  vault::KeyRing ring;
  std::optional<vault::Vault> vault;
  std::string dealer;
};

void submit_all(benchmark::State& state, const std::string& name) {
  const int clients = static_cast<int>(state.range(0));
  World world((std::filesystem::temp_directory_path() / ("muster-bench-" + name)).string());
  registration::Service service(*world.database, world.recorder, *world.vault, world.policy);
  std::vector<double> latencies;
  std::mutex mutex;
  for (auto step : state) {
    (void)step;
    const auto begun = std::chrono::steady_clock::now();
    std::vector<std::jthread> threads;
    std::atomic<int> next{0};
    for (int c = 0; c < clients; ++c)
      threads.emplace_back([&] {
        std::vector<double> own;
        for (int n = next++; n < kLines; n = next++) {
          const auto from = std::chrono::steady_clock::now();
          if (!service.submit("clerk", "key-" + std::to_string(n), world.capture(n)).ok()) std::abort();
          own.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
        }
        const std::lock_guard lock(mutex);
        latencies.insert(latencies.end(), own.begin(), own.end());
      });
    threads.clear();
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  }
  std::sort(latencies.begin(), latencies.end());
  state.counters["registrations"] = benchmark::Counter(kLines, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["p50_ms"] = latencies[latencies.size() / 2];
  state.counters["p99_ms"] = latencies[latencies.size() * 99 / 100];
}

void sqlite(benchmark::State& state) {
  submit_all(state, "sqlite");
}
void postgres(benchmark::State& state) {
  if (!std::getenv("MUSTER_TEST_POSTGRES")) {
    state.SkipWithError("MUSTER_TEST_POSTGRES is not set");
    return;
  }
  submit_all(state, "postgres");
}
BENCHMARK(sqlite)->Arg(1)->Arg(64)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(postgres)->Arg(1)->Arg(64)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
