#include "rpz_text.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace muster::enforcement {
namespace {

constexpr int kRefreshSeconds = 60, kRetrySeconds = 30, kTtlSeconds = 60;

// "a.b.c" → every name above it.
bool covered(const std::set<std::string, std::less<>>& wildcards, std::string_view name) {
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1))
    if (wildcards.contains(name.substr(dot + 1))) return true;
  return false;
}

}  // namespace

std::vector<Entry> prune(std::vector<Entry> entries) {
  std::set<std::string, std::less<>> wildcards;
  for (const Entry& e : entries)
    if (e.wildcard) wildcards.insert(e.name);
  std::erase_if(entries, [&](const Entry& e) { return covered(wildcards, e.name); });
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.name, a.wildcard, a.order_number) < std::tie(b.name, b.wildcard, b.order_number);
  });
  entries.erase(
      std::unique(entries.begin(), entries.end(),
                  [](const Entry& a, const Entry& b) { return a.name == b.name && a.wildcard == b.wildcard; }),
      entries.end());
  return entries;
}

std::string rpz_text(const std::vector<Entry>& entries, const ZoneFacts& facts) {
  const auto validity = std::chrono::duration_cast<std::chrono::seconds>(facts.validity).count();
  std::string out =
      "; Muster: names that orders in force take away. Each follows from an order with the number beside it.\n";
  out += fmt::format("; Made {}, valid until {}: load it again before then, or let it lapse.\n",
                     to_rfc3339(facts.made_at), to_rfc3339(facts.made_at + facts.validity));
  for (const std::string& remark : facts.remarks) out += fmt::format("; {}\n", remark);
  out += fmt::format("$TTL {}\n", kTtlSeconds);
  out += fmt::format("@ IN SOA localhost. root.localhost. {} {} {} {} {}\n", facts.serial, kRefreshSeconds,
                     kRetrySeconds, validity, kTtlSeconds);
  out += "@ IN NS localhost.\n";
  for (const Entry& e : entries)
    out += fmt::format("{}{} IN CNAME . ; {}\n", e.wildcard ? "*." : "", e.name, e.order_number);
  return out;
}

}  // namespace muster::enforcement
