// SQL of the golden set, second reviews and reports.
#pragma once

#include <reviews/reviews.h>

namespace muster::reviews::rows {

void insert(store::Transaction& tx, const GoldenItem& item);
bool update(store::Transaction& tx, const GoldenItem& item);  // false: row_version isn't the stored one
std::optional<GoldenItem> golden(store::Transaction& tx, const std::string& id);
std::vector<GoldenItem> golden_items(store::Transaction& tx, const GoldenFilter& filter);

void insert(store::Transaction& tx, const Review& review);
bool update(store::Transaction& tx, const Review& review);
std::optional<Review> review(store::Transaction& tx, const std::string& id);
bool has_review(store::Transaction& tx, const std::string& suspicion_id);
std::int64_t golden_drawn(store::Transaction& tx, const std::string& month);
std::optional<Review> next_for(store::Transaction& tx, const std::string& person, Instant now);
std::vector<Review> taken_by(store::Transaction& tx, const std::string& person);
std::int64_t waiting_for(store::Transaction& tx, const std::string& person, Instant now);
bool is_blind(store::Transaction& tx, const std::string& suspicion_id, const std::string& person);
std::vector<Review> overdue(store::Transaction& tx, Instant now, int limit);
std::vector<Review> of_month(store::Transaction& tx, const std::string& month);

struct KeptReport {
  std::string month, body;
  Instant made_at;
};
void insert(store::Transaction& tx, const Report& report, const std::string& body);
std::optional<KeptReport> report(store::Transaction& tx, const std::string& month);
std::vector<KeptReport> reports(store::Transaction& tx, int limit);

}  // namespace muster::reviews::rows
