#include "demo_register.h"

#include <base/bytes.h>
#include <names/name.h>
#include <names/suffix.h>

#include <set>

#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr int kUnfiledPercent = 8, kCancelledPercent = 2;
constexpr const char* kRegions[] = {"North", "East", "South", "West"};

// Two lots of 100, evenly spread and always the same for a name: one for the register, one for what was seen.
struct Lots {
  int filed = 0, seen = 0;
};
Lots lots_of(const std::string& name) {
  const Hash hash = sha256("muster-demo " + name);
  return {(hash[0] << 8 | hash[1]) % 100, (hash[2] << 8 | hash[3]) % 100};
}

// Where the site was seen: mostly where it is filed; one in a hundred with another provider, one at another address.
// Of the unfiled ones, a third was seen without a provider.
std::string seen_line(const std::string& domain, const Lots& lots, bool filed,
                      const std::vector<std::string>& providers) {
  const auto provider = [&](int lot) { return providers[static_cast<std::size_t>(lot) % providers.size()]; };
  if (!filed)
    return fmt::format("{},{},203.0.113.{}\n", domain, lots.seen < 67 ? provider(lots.seen) : "", lots.seen + 1);
  if (lots.seen == 0) return fmt::format("{},{},192.0.2.{}\n", domain, provider(lots.filed + 1), lots.filed + 1);
  const char* block = lots.seen == 1 ? "198.51.100" : "192.0.2";
  return fmt::format("{},{},{}.{}\n", domain, provider(lots.filed), block, lots.filed + 1);
}

}  // namespace

DemoRegister make_demo_register(const std::vector<std::string>& observed, const std::vector<std::string>& providers) {
  DemoRegister out;
  out.csv =
      "site_number,domains,subject_name,region,provider,state,filed_at,cancelled_at,access_provider,access_method,"
      "address_ranges\n";
  out.inventory = "name,provider,address\n";
  std::set<std::string> seen;
  int number = 100'000;
  for (const std::string& text : observed) {
    const auto name = names::parse_name(text);
    if (!name.ok()) continue;
    const auto site = names::registrable_domain(name->ascii);
    if (site.empty() || !seen.insert(std::string(site)).second) continue;
    const std::string domain(site);
    const bool test_site = domain.ends_with(".example");
    const Lots lots = lots_of(domain);
    const int lot = lots.filed;
    const bool unfiled = test_site ? !domain.starts_with("shop-") : lot < kUnfiledPercent;
    out.inventory += seen_line(domain, lots, !unfiled, providers);
    if (unfiled) {
      ++out.unfiled;
      continue;
    }
    const bool cancelled = !test_site && lot < kUnfiledPercent + kCancelledPercent;
    ++(cancelled ? out.cancelled : out.filed);
    const std::string& provider = providers[static_cast<std::size_t>(lot) % providers.size()];
    ++number;
    out.csv += fmt::format("DEMO-{0}-1,{1},Holder of {1},{2},{3},{4},2026-01-{5:02},{6},{3},virtual_host,192.0.2.{7}\n",
                           number, domain, kRegions[lot % 4], provider, cancelled ? "cancelled" : "filed", lot % 28 + 1,
                           cancelled ? "2026-06-30" : "", lot + 1);
  }
  return out;
}

}  // namespace muster::cli
