// SQL of the keys by which something is counted once, and of the words that they are kept by. Inside of the room.
//
// There is a key for each record and metric, many more of them than of anything else here: a row holds numbers in place
// of words, ids and months.
#pragma once

#include "fold_rules.h"
#include <metrics/service.h>
#include <store/database.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::metrics {

// Words with their numbers, which they keep for ever: names of metrics, and cells.
using Words = std::unordered_map<std::string, std::int64_t>;
void number_words(store::Transaction& tx, Words& words);  // all of them; new ones get theirs

struct StoredKey {
  KeyState state;  // marks without their events' ids
  std::optional<Contribution> counted;
  bool stored = false, changed = false;
};
using StoredKeys = std::unordered_map<std::string, StoredKey>;
// Fills in those of `keys` that are there.
void select_keys(store::Transaction& tx, std::int64_t generation, const Definition& definition, std::int64_t metric,
                 const std::vector<std::string>& keys, StoredKeys& out);
// A key that is to be written. Those that are stored are put anew.
struct KeyWrite {
  std::int64_t metric = 0;
  std::string_view key;
  const StoredKey* value = nullptr;
};
// `writes` in the order of metric and key: so two writers never wait for each other crosswise, and rows go along the
// tree.
void write_keys(store::Transaction& tx, std::int64_t generation, const std::vector<KeyWrite>& writes);

std::vector<Behind> select_behind(store::Transaction& tx, std::int64_t generation, const std::string& metric,
                                  const std::string& month, const std::string& cell, const std::string& after_key,
                                  int limit);
// Some of the keys of a retired generation; how many went.
std::int64_t delete_keys(store::Transaction& tx, std::int64_t generation, int limit);

}  // namespace muster::metrics
