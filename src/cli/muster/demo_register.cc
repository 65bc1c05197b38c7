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

// Inside of the provider's own block: 192.0.2.0/27, .32/27 and so on, in order of the providers.
std::string address_of(int lot) {
  return fmt::format("192.0.2.{}", lot % 5 * 32 + lot / 5 + 1);
}

// Where the site was seen: mostly where it is filed; one in a hundred with another provider, one at another address.
// Of the unfiled ones, a third was seen without a provider.
std::string seen_line(const std::string& domain, const Lots& lots, bool filed,
                      const std::vector<std::string>& providers) {
  const auto provider = [&](int lot) { return providers[static_cast<std::size_t>(lot) % providers.size()]; };
  if (!filed)
    return fmt::format("{},{},203.0.113.{}\n", domain, lots.seen < 67 ? provider(lots.seen) : "", lots.seen + 1);
  if (lots.seen == 0) return fmt::format("{},{},{}\n", domain, provider(lots.filed + 1), address_of(lots.filed + 1));
  return fmt::format("{},{},{}\n", domain, provider(lots.filed),
                     lots.seen == 1 ? fmt::format("198.51.100.{}", lots.filed + 1) : address_of(lots.filed));
}

// Of one name in twenty: most are as their filing says; a few changed hands or lapsed since last year.
void add_registration(DemoRegister& out, const std::string& domain, const Lots& lots) {
  if (lots.seen % 20 != 7) return;
  const auto line = [&](const std::string& holder, const char* expires) {
    const char* verified = lots.filed % 3 ? ",registry" : ",";
    return fmt::format("{},{},organization,{},XX,Example Registrar,9999,2019-05-01T00:00:00Z,{},{}{}\n", domain,
                       "H-" + domain, holder, expires, lots.filed % 3 ? "2025-03-01T00:00:00Z" : "", verified);
  };
  const std::string holder = "Holder of " + domain;
  out.registry_before += line(holder, "2030-05-01T00:00:00Z");
  const int lot = lots.filed % 25;
  out.registry_now += lot == 3   ? line("New holder of " + domain, "2030-05-01T00:00:00Z")
                      : lot == 4 ? line(holder, "2026-05-01T00:00:00Z")
                                 : line(holder, "2030-05-01T00:00:00Z");
}

}  // namespace

DemoRegister make_demo_register(const std::vector<std::string>& observed, const std::vector<std::string>& providers) {
  DemoRegister out;
  out.csv =
      "site_number,domains,subject_name,region,provider,state,filed_at,cancelled_at,access_provider,access_method,"
      "address_ranges\n";
  out.inventory = "name,provider,address\n";
  out.registry_before = out.registry_now =
      "name,registrant_handle,registrant_kind,registrant_name,registrant_country,registrar,registrar_iana_id,created_"
      "at,"
      "expires_at,verified_at,verified_how\n";
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
    out.csv += fmt::format("DEMO-{0}-1,{1},Holder of {1},{2},{3},{4},2026-01-{5:02},{6},{3},virtual_host,{7}\n", number,
                           domain, kRegions[lot % 4], provider, cancelled ? "cancelled" : "filed", lot % 28 + 1,
                           cancelled ? "2026-06-30" : "", address_of(lot));
    if (!test_site) add_registration(out, domain, lots);
  }
  return out;
}

}  // namespace muster::cli
