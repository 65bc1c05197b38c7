// SQL of imports taken back, a batch at a time. Inside of filings.
#pragma once

#include <filings/undo.h>

namespace muster::filings {

std::vector<ImportRecord> import_records(store::Transaction& tx, const std::string& before, int limit);
std::optional<ImportRecord> find_import(store::Transaction& tx, const std::string& id);

struct Batch {
  std::string id;
  std::int64_t ordinal = 0, filings = 0;
};
// Batches of an import behind this ordinal that were not taken back yet.
std::optional<Batch> next_batch(store::Transaction& tx, const std::string& import_id, std::int64_t after);

// Cancels what nobody has touched since it came in, with its accesses; returns how many filings.
std::int64_t cancel_untouched(store::Transaction& tx, const std::string& batch_id, const std::string& reasons,
                              Instant at);
std::int64_t count_untouched(store::Transaction& tx, const std::string& batch_id);
// What cancel_untouched leaves (or left, if it ran before).
void each_left(store::Transaction& tx, const std::string& batch_id, const std::function<void(const Left&)>& visit);
void insert_undone(store::Transaction& tx, const std::string& import_id, const Batch& batch, std::int64_t cancelled,
                   const std::string& actor, Instant at);

}  // namespace muster::filings
