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

// Of 100, evenly spread and always the same for a name.
int lot_of(const std::string& name) {
  const Hash hash = sha256("muster-demo " + name);
  return (hash[0] << 8 | hash[1]) % 100;
}

}  // namespace

DemoRegister make_demo_register(const std::vector<std::string>& observed, const std::vector<std::string>& providers) {
  DemoRegister out;
  out.csv =
      "site_number,domains,subject_name,region,provider,state,filed_at,cancelled_at,access_provider,access_method,"
      "address_ranges\n";
  std::set<std::string> seen;
  int number = 100'000;
  for (const std::string& text : observed) {
    const auto name = names::parse_name(text);
    if (!name.ok()) continue;
    const auto site = names::registrable_domain(name->ascii);
    if (site.empty() || !seen.insert(std::string(site)).second) continue;
    const std::string domain(site);
    const bool test_site = domain.ends_with(".example");
    const int lot = lot_of(domain);
    if (test_site ? !domain.starts_with("shop-") : lot < kUnfiledPercent) {
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
