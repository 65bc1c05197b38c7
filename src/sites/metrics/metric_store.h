// SQL of figures. Inside of the room.
#pragma once

#include "fold_rules.h"
#include <metrics/service.h>
#include <store/database.h>

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace muster::metrics {

struct Generation {
  std::int64_t id = 0;
  std::string definitions_sha256, state;
};
std::optional<Generation> select_generation(store::Transaction& tx, const char* state);
std::optional<Generation> select_generation(store::Transaction& tx, std::int64_t id);
std::int64_t insert_generation(store::Transaction& tx, const Definitions& definitions, const char* state, Instant now);
void update_generation(store::Transaction& tx, std::int64_t id, const char* state, Instant now);
std::string consumer_of(std::int64_t generation);

// What is to be added, by where a contribution counts; its own time is no part of that.
struct PlaceOf {
  std::size_t operator()(const Contribution& c) const;
  bool operator()(const Contribution& a, const Contribution& b) const;
};
using Moves = std::unordered_map<Contribution, Sum, PlaceOf, PlaceOf>;
using Deltas = std::map<std::string, Moves>;  // by metric
void add_to_figures(store::Transaction& tx, std::int64_t generation, const Deltas& deltas);

std::map<std::string, Cells> select_figures(store::Transaction& tx, std::int64_t generation, const std::string& metric,
                                            const std::string& from, const std::string& until);
std::string select_first_month(store::Transaction& tx, std::int64_t generation);  // "": none
std::vector<Difference> select_differences(store::Transaction& tx, std::int64_t was, std::int64_t is, int limit);

bool take_changed(store::Transaction& tx, std::int64_t generation, const std::string& metric, const std::string& month);
std::map<std::string, std::int64_t> select_edition_numbers(store::Transaction& tx, const std::string& month);
void insert_edition(store::Transaction& tx, const Edition& edition, const std::string& definitions_sha256);
std::vector<Edition> select_editions(store::Transaction& tx, const std::string& metric, const std::string& from,
                                     const std::string& until);
std::vector<std::string> select_published_months(store::Transaction& tx, const std::string& before, int limit);

// The figures of a retired generation, whose keys are gone.
std::int64_t delete_figures(store::Transaction& tx, std::int64_t generation);
std::vector<std::int64_t> select_retired(store::Transaction& tx);

}  // namespace muster::metrics
