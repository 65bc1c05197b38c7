// SQL of bundles, publishers, runs over the history and counts.
#pragma once

#include <bundles/bundles.h>

namespace muster::bundles::rows {

void insert(store::Transaction& tx, const Publisher& publisher);
bool update(store::Transaction& tx, const Publisher& publisher);  // false: row_version isn't the stored one
std::optional<Publisher> publisher(store::Transaction& tx, const std::string& public_key);
std::vector<Publisher> publishers(store::Transaction& tx, const std::string& after, int limit);
// Of any state: what a withdrawn publisher signed before stays readable.
std::vector<content::PublisherKey> keys(store::Transaction& tx, bool enrolled_only);

void insert(store::Transaction& tx, const BundleRow& bundle);
bool update(store::Transaction& tx, const BundleRow& bundle);
std::optional<BundleRow> find(store::Transaction& tx, const std::string& sha256);
std::optional<BundleRow> enabled_of(store::Transaction& tx, const BundleRow& same);
std::vector<BundleRow> list(store::Transaction& tx, const BundleFilter& filter);
std::vector<BundleRow> in_state(store::Transaction& tx, const std::string& state);
std::vector<BundleRow> as_of(store::Transaction& tx, Instant at);

void insert(store::Transaction& tx, const Rerun& rerun);
void update(store::Transaction& tx, const Rerun& rerun);
std::optional<Rerun> rerun(store::Transaction& tx, const std::string& id);
std::vector<Rerun> reruns(store::Transaction& tx, const std::string& sha256);
bool rerun_finished(store::Transaction& tx, const std::string& sha256);
void insert(store::Transaction& tx, const std::string& rerun_id, const RerunChange& change);
std::vector<RerunChange> changes(store::Transaction& tx, const std::string& rerun_id, const std::string& after,
                                 int limit);

void count(store::Transaction& tx, const BundleScore& score, const std::string& day);
std::vector<DayCount> counts(store::Transaction& tx, const std::string& sha256, const std::string& from_day);
void keep(store::Transaction& tx, const std::string& run_id, const BundleScore& score);
std::vector<BundleScore> kept(store::Transaction& tx, const std::string& run_id);

}  // namespace muster::bundles::rows
