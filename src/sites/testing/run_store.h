// SQL of tests: runs, hops, hits.
#pragma once

#include <store/database.h>
#include <testing/testing.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::testing::runs {

void insert(store::Transaction& tx, const TestRun& run);  // with hops, hits and pictures
bool exists(store::Transaction& tx, const std::string& id);
std::optional<TestRun> find(store::Transaction& tx, const std::string& id);  // with hops, hits and pictures
std::vector<TestPicture> pictures(store::Transaction& tx, const std::string& run_id);
std::vector<TestRun> list(store::Transaction& tx, const TestFilter& filter);

}  // namespace muster::testing::runs
