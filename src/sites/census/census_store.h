// SQL of the census. Inside of the room.
#pragma once

#include "notice_store.h"
#include <census/service.h>

namespace muster::census {

std::int64_t insert_run(store::Transaction& tx, const Run& run);  // gives the number
std::optional<Run> find_run(store::Transaction& tx, const std::string& id);
std::optional<Run> find_run(store::Transaction& tx, std::int64_t number);
std::optional<Run> newest_done(store::Transaction& tx);
std::vector<Run> list_runs(store::Transaction& tx, std::int64_t before_number, int limit);  // newest first
void set_run_job(store::Transaction& tx, const std::string& id, const std::string& job_id);
void start_storing(store::Transaction& tx, std::int64_t number);
void finish_run(store::Transaction& tx, const Run& run);  // with state, counts and end

// A row as it is stored. `provider_id` "" is nothing.
struct FindingRow {
  std::string_view name, provider, provider_id;
  Standing standing;
  Rule rule;
  std::int32_t first_seen, last_seen;
  bool is_new;
  std::string_view address, country;
  std::int64_t network;
};
class FindingWriter {
 public:
  FindingWriter(store::Transaction& tx, std::int64_t run_number);
  void row(const FindingRow& row);
  void finish();

 private:
  std::unique_ptr<store::BulkInsert> bulk_;
  std::vector<store::Value> values_;
};
// At most `limit` of a run that is not done; returns how many went.
std::int64_t delete_findings(store::Transaction& tx, std::int64_t run_number, int limit);

// What two runs are compared by, in order of name: `first_seen`, `name`, `standing`, `provider`, `provider_id` and
// `address` alone. The views stay until `visit` returns.
void each_compared(store::Transaction& tx, std::int64_t run_number,
                   const std::function<void(const FindingRow&)>& visit);
// In order of name.
void each_finding_of(store::Transaction& tx, std::int64_t run_number, const std::function<bool(const Finding&)>& visit);
// The same by pages; without what notices there are.
std::vector<Finding> findings_after(store::Transaction& tx, std::int64_t run_number, const std::string& after,
                                    int limit);
// `home`: the country that is not "foreign".
std::vector<Finding> select_findings(store::Transaction& tx, const Run& run, const FindingQuery& query,
                                     const std::string& home, Instant now);
std::optional<Finding> find_finding(store::Transaction& tx, const Run& run, const std::string& name, Instant now);
std::vector<std::pair<std::string, std::int64_t>> select_countries(store::Transaction& tx, const Run& run);

std::string day_text(std::int64_t day);

}  // namespace muster::census
