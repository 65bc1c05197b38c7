// SQL of aggregates. Inside of the room.
#pragma once

#include <programme/aggregates.h>
#include <store/database.h>

namespace muster::programme {

void insert_source(store::Transaction& tx, const AggregateSource& s);
bool end_source_row(store::Transaction& tx, const std::string& id, Instant now);
std::vector<AggregateSource> select_sources(store::Transaction& tx);  // with what came last
struct Delivered {
  std::int64_t sequence = 0;
  std::string sha256;
};
std::optional<Delivered> select_last_delivery(store::Transaction& tx, const std::string& source_id);
void insert_delivery(store::Transaction& tx, const std::string& source_id, std::int64_t sequence,
                     const std::string& sha256, const std::string& from, const std::string& until,
                     std::string_view text, std::string_view note, Instant now);
void upsert_figure(store::Transaction& tx, const std::string& source_id, const std::string& metric,
                   const std::string& month, const std::string& dimension, const std::string& value, bool hidden,
                   std::int64_t n, std::int64_t micros, std::int64_t sequence);
// Months that a delivery covers and that it does not name any more are nought.
void clear_figures(store::Transaction& tx, const std::string& source_id, const std::string& from,
                   const std::string& until, std::int64_t sequence);
std::vector<AggregateFigure> select_aggregate_figures(store::Transaction& tx, const std::string& metric,
                                                      const std::string& dimension, const std::string& from,
                                                      const std::string& until);

}  // namespace muster::programme
