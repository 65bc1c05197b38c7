// SQL of kept comparisons. Inside of the room.
#pragma once

#include <census/comparisons.h>

#include <span>

namespace muster::census {

std::int64_t insert_comparison(store::Transaction& tx, const ComparisonRun& run);  // gives the number
std::optional<ComparisonRun> find_comparison(store::Transaction& tx, const std::string& id);
std::vector<ComparisonRun> list_comparisons(store::Transaction& tx, std::int64_t before_number, int limit);
void finish_comparison(store::Transaction& tx, const ComparisonRun& run);  // with state, counts and end
void insert_differences(store::Transaction& tx, std::int64_t number, std::span<const Compared> rows);
// At most `limit` of one that is not done; returns how many went.
std::int64_t delete_differences(store::Transaction& tx, std::int64_t number, int limit);
// Behind the pair of name and line.
std::vector<Compared> select_differences(store::Transaction& tx, std::int64_t number, const DifferenceQuery& query,
                                         const std::string& after_name, std::int64_t after_line, int limit);

}  // namespace muster::census
