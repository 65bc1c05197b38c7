// SQL of suspicions.
#pragma once

#include <store/database.h>
#include <testing/testing.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::testing::suspicions {

void insert(store::Transaction& tx, const Suspicion& suspicion);
// Writes state, score, test, screener, case, note, seen; counts the version up. False when `version` is not the stored
// one.
bool update(store::Transaction& tx, const Suspicion& suspicion);
void seal(store::Transaction& tx, const std::string& id, Instant now);
std::optional<Suspicion> find(store::Transaction& tx, const std::string& id);
std::optional<Suspicion> find_open(store::Transaction& tx, const std::string& name, const std::string& ground);
std::vector<Suspicion> open_of(store::Transaction& tx, const std::string& name);
std::vector<content::Outcome> outcomes(store::Transaction& tx, Instant from, Instant until);
Result<std::vector<Suspicion>> list(store::Transaction& tx, const SuspicionFilter& filter);

}  // namespace muster::testing::suspicions
