// Which names a zone takes away, looked up in memory. A plain value; as large as the zone's entries.
#pragma once

#include <enforcement/service.h>

#include <string>
#include <unordered_set>

namespace muster::enforcement {

class BlockedNames {
 public:
  explicit BlockedNames(const Zone& zone);
  // `name` as names::Name normalises it: in the zone itself, or below an entry that holds for all that is.
  bool operator()(const std::string& name) const;

 private:
  std::unordered_set<std::string> names_, below_;
};

}  // namespace muster::enforcement
