// SQL of reconciliations on record. Inside of the room.
#pragma once

#include <billing/charges.h>

namespace muster::billing {

void insert_run(store::Transaction& tx, const ChargeRun& run);
void set_run_job(store::Transaction& tx, const std::string& id, const std::string& job_id);
void set_run_state(store::Transaction& tx, const std::string& id, const std::string& state);
void finish_run(store::Transaction& tx, const ChargeRun& run);
std::optional<ChargeRun> find_run(store::Transaction& tx, const std::string& id);
std::vector<ChargeRun> select_runs(store::Transaction& tx, const std::string& before, int limit);
// What an earlier try had stored.
void throw_away(store::Transaction& tx, const std::string& id);

class FindingWriter {
 public:
  FindingWriter(store::Transaction& tx, std::string run_id);
  void row(std::int64_t seq, const ChargeFinding& f, const TariffService* service);
  void finish() { bulk_->finish(); }

 private:
  const std::string run_id_;
  std::unique_ptr<store::BulkInsert> bulk_;
};
void insert_total(store::Transaction& tx, const std::string& run_id, std::int64_t seq, const StoredTotal& total);
void insert_bad_line(store::Transaction& tx, const std::string& run_id, std::int64_t seq, const BadLine& bad);

std::vector<StoredFinding> select_findings(store::Transaction& tx, const FindingFilter& filter);
std::vector<StoredTotal> select_totals(store::Transaction& tx, const std::string& run_id);
std::vector<BadLine> select_bad_lines(store::Transaction& tx, const std::string& run_id);

}  // namespace muster::billing
