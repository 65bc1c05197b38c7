// What differs of given lines, for the rooms below, inside of their own transaction.
#pragma once

#include <store/database.h>

#include <map>
#include <string>
#include <vector>

#include <reconciliation/difference.h>

namespace muster::reconciliation {

// As the newest comparison with that source left it; lines that don't differ are absent.
std::map<std::string, Difference> differences_of(store::Transaction& tx, Source source,
                                                 const std::vector<std::string>& line_ids);

}  // namespace muster::reconciliation
