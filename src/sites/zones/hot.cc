#include <map>
#include <set>

#include <zones/hot.h>

namespace muster::zones {
namespace {

using Names = std::set<std::string, std::less<>>;

// The nearest name above, of those; "" none.
std::string_view above(const Names& wildcards, std::string_view name) {
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1))
    if (wildcards.contains(name.substr(dot + 1))) return name.substr(dot + 1);
  return {};
}

}  // namespace

std::vector<PolicyEntry> hot_of(const ZoneDifference& since) {
  Names came_below, went_below;
  for (const ZoneEntry& e : since.added)
    if (e.wildcard) came_below.insert(e.name);
  std::map<ZoneEntry, bool> out;  // → pass
  for (const ZoneEntry& e : since.added) out[e] = false;
  for (const ZoneEntry& e : since.removed) {
    if (out.contains(e) || !above(came_below, e.name).empty()) continue;  // it stands, or a name above takes it away
    out[e] = true;
    if (e.wildcard) went_below.insert(e.name);
  }
  // A node below a name that is let through with everything below closes the wildcard to what stands beside and below
  // that node (RFC 4592 §2.2.2): each node on the way says for itself what it and what is below it are.
  std::vector<ZoneEntry> nodes;
  for (const auto& [e, pass] : out) nodes.push_back(e);
  for (const ZoneEntry& e : nodes) {
    if (above(went_below, e.name).empty()) continue;
    for (std::string_view node = e.name; !above(went_below, node).empty(); node = node.substr(node.find('.') + 1))
      for (const bool wildcard : {false, true}) out.try_emplace({std::string(node), wildcard}, true);
  }
  std::vector<PolicyEntry> all;
  all.reserve(out.size());
  for (const auto& [e, pass] : out) all.push_back({e, pass});
  return all;
}

}  // namespace muster::zones
