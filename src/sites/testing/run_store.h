// SQL of tests: runs, hops, hits, and what is to be tested next.
#pragma once

#include <store/database.h>
#include <testing/testing.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::testing::runs {

void insert(store::Transaction& tx, const TestRun& run);  // with hops and hits
bool exists(store::Transaction& tx, const std::string& id);
std::optional<TestRun> find(store::Transaction& tx, const std::string& id);  // with hops and hits
std::vector<TestRun> list(store::Transaction& tx, const TestFilter& filter);

void watch(store::Transaction& tx, const std::string& host, int watch_class, Instant due);
// After a test: violators and errors tomorrow, past violators in a week, the rest in a month.
void watch_after(store::Transaction& tx, const TestRun& run);
std::vector<Due> due(store::Transaction& tx, Instant now, int limit);

}  // namespace muster::testing::runs
