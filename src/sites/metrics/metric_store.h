// SQL of figures. Inside of the room.
#pragma once

#include "fold_rules.h"
#include <metrics/service.h>
#include <store/database.h>

#include <map>
#include <string>
#include <tuple>
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

struct StoredKey {
  KeyState state;
  std::optional<Contribution> counted;
  bool stored = false;
};
using StoredKeys = std::unordered_map<std::string, StoredKey>;
// Fills in those of `keys` that are there.
void select_keys(store::Transaction& tx, std::int64_t generation, const std::string& metric,
                 const std::vector<std::string>& keys, StoredKeys& out);
// Writes keys: those that are stored by update, the others in bulk.
void write_keys(store::Transaction& tx, std::int64_t generation,
                const std::vector<std::tuple<const std::string*, const std::string*, const StoredKey*>>& keys);

// (metric, month, cell, class) → what is to be added.
using Deltas = std::map<std::tuple<std::string, std::string, std::string, std::int64_t>, Sum>;
void add_to_figures(store::Transaction& tx, std::int64_t generation, const Deltas& deltas);

std::map<std::string, Cells> select_figures(store::Transaction& tx, std::int64_t generation, const std::string& metric,
                                            const std::string& from, const std::string& until);
std::string select_first_month(store::Transaction& tx, std::int64_t generation);  // "": none
std::vector<Behind> select_behind(store::Transaction& tx, std::int64_t generation, const std::string& metric,
                                  const std::string& month, const std::string& cell, const std::string& after_key,
                                  int limit);
std::vector<Difference> select_differences(store::Transaction& tx, std::int64_t was, std::int64_t is, int limit);

bool take_changed(store::Transaction& tx, std::int64_t generation, const std::string& metric, const std::string& month);
std::map<std::string, std::int64_t> select_edition_numbers(store::Transaction& tx, const std::string& month);
void insert_edition(store::Transaction& tx, const Edition& edition, const std::string& definitions_sha256);
std::vector<Edition> select_editions(store::Transaction& tx, const std::string& metric, const std::string& from,
                                     const std::string& until);
std::vector<std::string> select_published_months(store::Transaction& tx, const std::string& before, int limit);

// Some of the rows of a retired generation; how many went.
std::int64_t delete_of_generation(store::Transaction& tx, std::int64_t generation, int limit);
std::vector<std::int64_t> select_retired(store::Transaction& tx);

}  // namespace muster::metrics
