// The reconciliation without a database: services from files, charges and confirmations as `muster charges reconcile`
// reads them, every finding visited.
//   charges_core FOLDER [THREADS]
// Prints: the four counts of charges_data; then lines a second and peak memory (kB).
#include <base/text.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include <billing/reconcile.h>
#include <fmt/format.h>

namespace {

using namespace muster;

long peak_kb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (long kb = 0; word == "VmHWM:" && status >> kb) return kb;
  return 0;
}

std::vector<billing::TariffService> services_of(const std::string& folder) {
  std::map<std::string, billing::TariffService> by_code;
  std::ifstream prices(folder + "/services.csv"), suspended(folder + "/suspended.csv");
  for (std::string line; std::getline(prices, line);) {
    const auto parts = split(line, ',');
    auto& s = by_code[std::string(parts[0])];
    s.id = s.code = parts[0];
    s.prices.push_back({Instant{std::stoll(std::string(parts[2])) * 1000}, std::stoll(std::string(parts[1])), "CNY"});
  }
  for (std::string line; std::getline(suspended, line);) {
    const auto parts = split(line, ',');
    by_code[std::string(parts[0])].suspended.push_back(
        {Instant{std::stoll(std::string(parts[1])) * 1000}, Instant{std::stoll(std::string(parts[2])) * 1000}});
  }
  std::vector<billing::TariffService> out;
  for (auto& [code, s] : by_code) out.push_back(std::move(s));
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string folder = argv[1];
  const billing::Tariff tariff(services_of(folder));
  billing::ReconcileOptions options;
  options.charges = {folder + "/charges.csv"};
  options.confirmations = {folder + "/confirmations.csv"};
  options.folder = folder + "/work";
  options.threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 2;
  std::filesystem::remove_all(options.folder);
  SystemRandom random;
  const auto start = std::chrono::steady_clock::now();
  billing::Reconciliation reconciliation(options, tariff, random);
  const auto outcome = reconciliation.run();
  if (!outcome.ok()) {
    fmt::print(stderr, "{}: {}\n", outcome.error().code, outcome.error().sentence);
    return 4;
  }
  std::int64_t visited = 0;
  const auto named = reconciliation.each_finding([&](const billing::ChargeFinding&) {
    ++visited;
    return true;
  });
  if (!named.ok()) return 4;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::filesystem::remove_all(options.folder);
  fmt::print("{} {} {} {}\n{:.0f} charges/s, peak {} MB, {:.2f} s, {} findings one by one\n", outcome->found[0],
             outcome->found[1], outcome->found[2], outcome->found[3], static_cast<double>(outcome->lines) / seconds,
             peak_kb() / 1024, seconds, visited);
  return 0;
}
