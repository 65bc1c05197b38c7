#include <algorithm>

#include <evidence/retention.h>

namespace muster::evidence {
namespace {

// Between a look for what may be referred to and the record of the reference lies a visit; a day is more than enough.
constexpr Duration kReferredMargin = std::chrono::days(1);

}  // namespace

RetentionTerms retention_terms(const policy::Policy& policy) {
  return {policy.duration(kEvidenceRule), policy.duration(kCaseRule), policy.duration("testing.evidence_revisits")};
}

Fate fate_of(Instant finished_at, std::span<const Keeper> keepers, const RetentionTerms& terms, Instant now) {
  Fate out;
  out.rule = kEvidenceRule;
  out.ends_at = finished_at + std::max(terms.evidence, terms.referred + kReferredMargin);
  for (const Keeper& keeper : keepers) {
    if (keeper.stands) {
      if (!keeper.ends_at) {
        out.ends_at.reset();
        return out;
      }
      out.ends_at = std::max(*out.ends_at, *keeper.ends_at);
    } else if (const Instant end = keeper.since + terms.cases; end > *out.ends_at) {
      out.ends_at = end;
      out.rule = kCaseRule;
    }
  }
  out.over = *out.ends_at <= now;
  return out;
}

}  // namespace muster::evidence
