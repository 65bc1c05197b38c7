// Charge flows of a farm on loopback, walked by a real browser and as plain pages: recall and precision of each kind of
// finding, and that no charge was made.
//   flows_core SEED COUNT
#include <policy/policy.h>
#include <testing/farm.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include <billing/flow_farm.h>
#include <billing/flows.h>
#include <browser/browser.h>
#include <fmt/format.h>

int main(int argc, char** argv) {
  using namespace muster;
  if (argc != 3) return 2;
  const auto flows = billing::farm_flows(std::strtoull(argv[1], nullptr, 10), std::atoi(argv[2]));
  testing::Farm farm;
  farm.set_more([&](const std::string& host, const std::string& path) { return farm_flow_page(flows, host, path); });
  if (!farm.start().ok()) return 4;
  testing::FetchOptions fetch;
  fetch.manners.host_delay = fetch.manners.address_delay = Duration(0);
  for (const auto& f : flows) fetch.farm[f.host] = farm.endpoint();
  fetch.farm[billing::kFlowChargeHost] = farm.endpoint();
  browser::Pool pool({});
  testing::BrowserEyes eyes;
  eyes.render = [&](const testing::RenderRequest& request) { return pool.render(request); };
  SystemClock clock;
  SystemRandom random;
  const ledger::Recorder recorder(clock, random);
  const std::string file =
      std::filesystem::temp_directory_path() / fmt::format("muster-flows-{}.db", clock.now().micros);
  auto database = store::Database::open(file);
  if (!database.ok()) return 4;
  const billing::Register services(**database, recorder);
  const billing::Flows inspector(**database, recorder, policy::Policy::standard(), services, fetch, eyes);
  struct Score {
    int planted = 0, found = 0, wrong = 0;
  };
  std::map<std::string, Score> scores;
  std::map<std::string, double> took;
  std::map<std::string, int> walked;
  for (const auto& f : flows) {
    const auto start = std::chrono::steady_clock::now();
    const auto seen = inspector.walk(f.flow);
    took[f.flow.way] += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    ++walked[f.flow.way];
    std::set<std::string> found;
    for (const auto& finding : judge_flow(f.flow, seen, f.amount, "CNY", f.behalf_text)) found.insert(finding.kind);
    if (!f.fault.empty()) {
      ++scores[f.fault].planted;
      scores[f.fault].found += static_cast<int>(found.count(f.fault));
    }
    for (const auto& kind : found)
      if (kind != f.fault) ++scores[kind].wrong;
  }
  int charged = 0;
  for (const auto& r : farm.records()) charged += r.host == billing::kFlowChargeHost;
  fmt::print("| finding | planted | recall | precision |\n|---|---|---|---|\n");
  for (const auto& [kind, s] : scores)
    fmt::print("| {} | {} | {:.3f} | {:.3f} |\n", kind, s.planted,
               s.planted ? static_cast<double>(s.found) / s.planted : 1.0,
               s.found + s.wrong ? static_cast<double>(s.found) / (s.found + s.wrong) : 1.0);
  fmt::print("\n{} flows; charges made: {}.", flows.size(), charged);
  for (const auto& [way, n] : walked) fmt::print(" {}: {} flows, {:.2f} s each.", way, n, took[way] / n);
  fmt::print("\n");
  std::error_code fault;
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end, fault);
  return charged == 0 ? 0 : 1;
}
