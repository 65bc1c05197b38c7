#include <algorithm>

#include <camara/match.h>

namespace muster::camara {
namespace {

constexpr double kPrefixScale = 0.1;
constexpr std::size_t kPrefixMax = 4;

// Characters of `a` that have the same one in `b` no further away than half of the longer text, each used once.
struct Common {
  std::u32string in_a, in_b;  // in the order of each text
};
Common common_characters(std::u32string_view a, std::u32string_view b) {
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t reach = longer / 2 > 0 ? longer / 2 - 1 : 0;
  std::vector<bool> used(b.size());
  Common out;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t last = std::min(b.size(), i + reach + 1);
    for (std::size_t j = i > reach ? i - reach : 0; j < last; ++j) {
      if (used[j] || a[i] != b[j]) continue;
      used[j] = true;
      out.in_a += a[i];
      break;
    }
  }
  for (std::size_t j = 0; j < b.size(); ++j)
    if (used[j]) out.in_b += b[j];
  return out;
}

double jaro(std::u32string_view a, std::u32string_view b) {
  if (a.empty() && b.empty()) return 1;
  const Common common = common_characters(a, b);
  if (common.in_a.empty()) return 0;
  std::size_t displaced = 0;
  for (std::size_t i = 0; i < common.in_a.size(); ++i) displaced += common.in_a[i] != common.in_b[i];
  const auto m = static_cast<double>(common.in_a.size());
  const auto transpositions = static_cast<double>(displaced / 2);
  return (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) + (m - transpositions) / m) / 3;
}

}  // namespace

double jaro_winkler(std::u32string_view a, std::u32string_view b) {
  const double similarity = jaro(a, b);
  const std::size_t most = std::min({a.size(), b.size(), kPrefixMax});
  std::size_t prefix = 0;
  while (prefix < most && a[prefix] == b[prefix]) ++prefix;
  return similarity + static_cast<double>(prefix) * kPrefixScale * (1 - similarity);
}

}  // namespace muster::camara
