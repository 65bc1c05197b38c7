// SQL of retention. Not a public header.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <evidence/cdxj.h>
#include <evidence/retention.h>

namespace muster::evidence::kept {

struct Waiting {
  std::string run_id, url, path, sha256;
  Instant finished_at;
};

// Whose term counts from `until` or before, the first of them first.
std::vector<Waiting> due(store::Transaction& tx, Instant until, int limit);
std::int64_t due_count(store::Transaction& tx, Instant until);
std::optional<Waiting> find(store::Transaction& tx, const std::string& run_id);
std::vector<Keeper> keepers(store::Transaction& tx, const std::string& run_id);
std::vector<std::string> tests_of_case(store::Transaction& tx, const std::string& case_id, int limit);

void put_off(store::Transaction& tx, const std::string& run_id, Instant counts_from);
// The tombstone, and what an index would say; it waits no more. The schema refuses what something keeps.
void destroy(store::Transaction& tx, const testing::Tombstone& tombstone);
struct OpenFile {
  std::string run_id, path;
};
std::vector<OpenFile> open_files(store::Transaction& tx, int limit);  // destroyed, and not yet known to be gone
void removed(store::Transaction& tx, const std::string& run_id, Instant at);
std::vector<std::string> open_months(store::Transaction& tx);  // "2026/03": whose index doesn't know
bool is_unindexed(store::Transaction& tx, const std::string& path);
void indexed(store::Transaction& tx, const std::string& month);

struct AnswerRow {
  std::string timestamp, url, run_id;
};
// Of a key, the last one at or before a time, and the first one after it.
std::vector<AnswerRow> answers_around(store::Transaction& tx, const std::string& key, const std::string& timestamp);

}  // namespace muster::evidence::kept
