// SQL of comparisons and of what differs. Inside of reconciliation.
#pragma once

#include <lines/line.h>
#include <store/database.h>

#include <vector>

#include <reconciliation/difference.h>
#include <reconciliation/rules.h>

namespace muster::reconciliation {

void insert_run(store::Transaction& tx, const Run& run);
void update_run(store::Transaction& tx, const Run& run);
std::optional<Run> find_run(store::Transaction& tx, const std::string& id);
std::optional<Run> running_run(store::Transaction& tx, Source source);
std::vector<Run> list_runs(store::Transaction& tx, Source source, const std::string& before, int limit);

// A line with what is on record of it against this source.
struct OurLine {
  std::string id;
  std::int64_t msisdn = 0;
  Ours ours;
  std::optional<Difference> known;
};
// In order of number, behind `after`.
std::vector<OurLine> our_lines(store::Transaction& tx, Source source, std::int64_t after, int limit);
// Numbers of theirs that are on record as none of ours, behind `after` up to `through`, in order.
std::vector<std::int64_t> foreign_numbers(store::Transaction& tx, Source source, std::int64_t after,
                                          std::int64_t through);

void put_difference(store::Transaction& tx, Source source, const std::string& line_id, Difference kind, Instant at);
void remove_difference(store::Transaction& tx, Source source, const std::string& line_id);
void put_foreign(store::Transaction& tx, Source source, std::int64_t msisdn, Instant at);
void remove_foreign(store::Transaction& tx, Source source, std::int64_t msisdn);

std::vector<Open> list_differences(store::Transaction& tx, Source source, Difference kind, const std::string& after,
                                   int limit);
std::vector<Open> list_foreign(store::Transaction& tx, Source source, std::int64_t after, int limit);

}  // namespace muster::reconciliation
