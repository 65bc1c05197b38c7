// SQL of legacy blocks. Inside of restrictions.
#pragma once

#include <restrictions/legacy_import.h>
#include <restrictions/legacy_service.h>

#include <unordered_set>

namespace muster::restrictions {

std::optional<LegacyBlock> find_legacy(store::Transaction& tx, const std::string& id);
std::vector<LegacyBlock> legacy_of_case(store::Transaction& tx, const std::string& case_id);
std::vector<LegacyBlock> due_legacy(store::Transaction& tx, Instant now, int limit);
std::vector<LegacyBlock> list_legacy(store::Transaction& tx, const LegacyFilter& filter, const std::string& after,
                                     int limit);
std::string key_of(const LegacyFilter& filter, const LegacyBlock& block);
std::vector<LegacyBlock> list_removals(store::Transaction& tx, const std::string& after, int limit);
LegacyCounts count_legacy(store::Transaction& tx, Instant now);
// state, state_at, case_ref, order_ref, end_reason, version
void change_legacy(store::Transaction& tx, const LegacyBlock& block);

struct LegacyRow {
  std::string name, reason, law, dated_on;
  std::int64_t line = 0;
};
// Those of the names that wait already.
std::unordered_set<std::string> waiting_names(store::Transaction& tx, const std::vector<LegacyRow>& rows);
void insert_legacy(store::Transaction& tx, const std::vector<const LegacyRow*>& rows, const std::string& import_id,
                   Instant now, Instant redecide_by, const std::function<std::string()>& new_id);

struct LegacyImportState {
  std::string id, format, prefix_sha256;
  std::int64_t bytes = 0, records = 0;
  LegacyProgress counts;
  Instant redecide_by;
  bool done = false;
};
std::optional<LegacyImportState> running_import(store::Transaction& tx, const std::string& source_name);
void insert_import(store::Transaction& tx, const LegacyImportState& state, const std::string& source_name,
                   const std::string& actor, Instant now);
void change_import(store::Transaction& tx, const LegacyImportState& state, Instant now);

}  // namespace muster::restrictions
