// The small zone that stands before the large one (docs/decisions/0032): what changed since the large zone was made, so
// that a resolver that reads a zone whole at each change reads little. Names that came are taken away there; names that
// went are let through (PASSTHRU), because the large zone still has them. Pure.
#pragma once

#include <string>
#include <vector>

#include <zones/publisher.h>

namespace muster::zones {

struct PolicyEntry {
  ZoneEntry entry;
  bool pass = false;  // let through instead of taken away
  auto operator<=>(const PolicyEntry&) const = default;
};

// `since`: what leads from the large zone to the one that stands now; of several large zones that a resolver may have,
// all differences together. Neither side of it holds a name below a name that it takes away with everything below.
// In order of names.
std::vector<PolicyEntry> hot_of(const ZoneDifference& since);

}  // namespace muster::zones
