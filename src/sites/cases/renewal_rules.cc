#include <cases/rules.h>

#include <algorithm>

namespace muster::cases {

Duration length_with_renewals(std::vector<Stretch> earlier, const Stretch& latest, Duration gap) {
  std::sort(earlier.begin(), earlier.end(), [](const Stretch& a, const Stretch& b) { return a.from > b.from; });
  Duration total = latest.until - latest.from;
  Instant covered = latest.from;
  for (const Stretch& s : earlier) {
    if (s.from >= covered || s.until <= s.from) continue;  // within what is counted already
    if (s.until + gap < covered) break;
    total += std::min(s.until, covered) - s.from;
    covered = s.from;
  }
  return total;
}

}  // namespace muster::cases
