#include <hashes/matcher.h>

#include <algorithm>

namespace muster::hashes {

bool Verdict::is_clue() const {
  return std::any_of(matches.begin(), matches.end(), [](const Match& m) { return !m.put_aside; });
}

Verdict judge(std::vector<Match> matches) {
  Verdict out;
  int nearest_harmless = kPdqBits + 1;
  for (Match& m : matches) {
    if (m.kind != ListKind::harmless) continue;
    if (!m.put_aside) nearest_harmless = std::min(nearest_harmless, m.distance);
    out.harmless.push_back(std::move(m));
  }
  for (Match& m : matches) {
    if (m.kind == ListKind::harmless) continue;
    const bool grave = m.kind == ListKind::child_abuse_material;
    if (grave ? nearest_harmless < m.distance : nearest_harmless <= m.distance) {
      out.lifted = true;
      continue;
    }
    out.drop = out.drop || grave;
    out.matches.push_back(std::move(m));
  }
  std::stable_sort(out.matches.begin(), out.matches.end(),
                   [](const Match& a, const Match& b) { return a.distance < b.distance; });
  return out;
}

}  // namespace muster::hashes
