// SQL of conflicts between registers. Inside of filings.
#pragma once

#include "conflict_rules.h"
#include <store/database.h>

#include <map>
#include <unordered_map>

namespace muster::filings {

// The last word on a field of a site: open, or how it was closed and about what.
struct LastConflict {
  std::string id, ours, theirs, theirs_index;
  ConflictState state;
  bool same_as(const Difference& d) const {
    return ours == d.ours && theirs == d.theirs && theirs_index == d.theirs_index;
  }
};
// By site and column.
using LastConflicts = std::map<std::pair<std::string, std::string>, LastConflict>;

// By number; those that are not there are left out.
std::unordered_map<std::string, OurRow> ours_by_number(store::Transaction& tx, const std::vector<std::string>& numbers);
// By one of the names; the key is the name.
std::unordered_map<std::string, OurRow> ours_by_domain(store::Transaction& tx, const std::vector<std::string>& names);
LastConflicts last_conflicts(store::Transaction& tx, const std::string& register_name,
                             const std::vector<std::string>& sites);

void insert_conflict(store::Transaction& tx, const std::string& id, const std::string& register_name,
                     const std::string& site_id, const Difference& difference, Instant at);
void close_conflict(store::Transaction& tx, const std::string& id, ConflictState to, const std::string& by,
                    const std::string& reason, Instant at);
std::optional<Conflict> find_conflict(store::Transaction& tx, const std::string& id);
std::vector<Conflict> conflicts_of(store::Transaction& tx, const std::string& site_id, int limit);
std::vector<Conflict> open_conflicts(store::Transaction& tx, const std::string& register_name, const std::string& after,
                                     int limit);

}  // namespace muster::filings
