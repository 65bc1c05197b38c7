// The registry: the groups of kinds put together, by name.
#include "kind_groups.h"

#include <algorithm>
#include <vector>

namespace muster::identifiers {

std::span<const Kind> kinds() {
  static const std::vector<Kind> all = [] {
    std::vector<Kind> out;
    for (const auto group : {organisation_kinds(), vat_kinds(), person_kinds(), line_kinds()})
      out.insert(out.end(), group.begin(), group.end());
    std::sort(out.begin(), out.end(),
              [](const Kind& a, const Kind& b) { return std::string_view(a.name) < std::string_view(b.name); });
    return out;
  }();
  return all;
}

const Kind* find_kind(std::string_view name) {
  const auto all = kinds();
  const auto at = std::lower_bound(all.begin(), all.end(), name, [](const Kind& kind, std::string_view wanted) {
    return std::string_view(kind.name) < wanted;
  });
  return at != all.end() && at->name == name ? &*at : nullptr;
}

Result<std::string> check(std::string_view kind, std::string_view text) {
  const Kind* found = find_kind(kind);
  if (!found)
    return invalid("identifier_kind_unknown", "This kind of number is not known; use one of the list, or \"other\".");
  return found->check(text);
}

}  // namespace muster::identifiers
