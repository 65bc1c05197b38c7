// Events into figures: a batch is folded in memory, and what changed is written, with the consumer's cursor, in one
// transaction.
#include "metric_store.h"
#include <events/outbox.h>

#include <algorithm>
#include <span>

namespace muster::metrics {
namespace {

using store::Transaction;

// The keys of one batch, by metric.
class Batch {
 public:
  Batch(const Definitions& definitions, int utc_offset_minutes)
      : definitions_(definitions), offset_(utc_offset_minutes), by_metric_(definitions.items.size()) {}

  void load(Transaction& tx, std::int64_t generation, const std::vector<Touch>& touches) {
    std::vector<std::vector<std::string>> keys(by_metric_.size());
    for (const Touch& t : touches)
      if (by_metric_[t.metric].try_emplace(t.key).second) keys[t.metric].push_back(t.key);
    for (std::size_t m = 0; m < keys.size(); ++m)
      select_keys(tx, generation, definitions_.items[m].name, keys[m], by_metric_[m]);
  }

  void fold_in(const std::vector<Touch>& touches) {
    for (const Touch& t : touches) fold(by_metric_[t.metric].at(t.key).state, t);
  }

  // Where each key counts after it, and by how much figures move.
  Deltas settle() {
    Deltas out;
    for (std::size_t m = 0; m < by_metric_.size(); ++m)
      for (auto& [key, k] : by_metric_[m]) {
        auto now = contribution(definitions_.items[m], k.state, offset_);
        if (now == k.counted) continue;
        if (k.counted) move(out, m, *k.counted, -1);
        if (now) move(out, m, *now, 1);
        k.counted = std::move(now);
      }
    return out;
  }

  void write(Transaction& tx, std::int64_t generation) const {
    std::vector<std::tuple<const std::string*, const std::string*, const StoredKey*>> all;
    for (std::size_t m = 0; m < by_metric_.size(); ++m)
      for (const auto& [key, k] : by_metric_[m]) all.emplace_back(&definitions_.items[m].name, &key, &k);
    // In order of key, so that two writers never wait for each other crosswise, and inserts go along the index.
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::tie(*std::get<0>(a), *std::get<1>(a)) < std::tie(*std::get<0>(b), *std::get<1>(b));
    });
    write_keys(tx, generation, all);
  }

 private:
  void move(Deltas& out, std::size_t metric, const Contribution& c, std::int64_t by) const {
    Sum& sum = out[{definitions_.items[metric].name, c.month, c.cell, c.time_class}];
    sum.n += by;
    sum.micros += by * c.micros;
  }

  const Definitions& definitions_;
  int offset_;
  std::vector<StoredKeys> by_metric_;
};

Error metrics_changed() {
  return conflict("metrics_changed", "The figures were replaced meanwhile; nothing was added to the old ones.");
}

}  // namespace

Result<std::int64_t> Service::active_generation() const {
  MUSTER_TRY(const auto found, database_.read([](Transaction& tx) -> Result<std::optional<Generation>> {
    return select_generation(tx, "active");
  }));
  if (found) return found->id;
  return database_.write([&](Transaction& tx) -> Result<std::int64_t> {
    if (const auto other = select_generation(tx, "active")) return other->id;
    return insert_generation(tx, definitions_, "active", recorder_.clock().now());
  });
}

Result<bool> Service::outdated() const {
  return database_.read([&](Transaction& tx) -> Result<bool> {
    const auto found = select_generation(tx, "active");
    return found && found->definitions_sha256 != definitions_.sha256;
  });
}

Result<int> Service::fold_some(std::int64_t generation, const char* state, int limit, std::int64_t until) const {
  const Reader reader(definitions_);
  return events::drain_batch(database_, consumer_of(generation), limit, until,
                             [&](Transaction& tx, std::span<const events::Event> batch) -> Result<void> {
                               const auto still = select_generation(tx, generation);
                               if (!still || still->state != state) return metrics_changed();
                               std::vector<Touch> touches;
                               for (const events::Event& event : batch) reader.read(event, touches);
                               if (touches.empty()) return {};
                               Batch keys(definitions_, options_.utc_offset_minutes);
                               keys.load(tx, generation, touches);
                               keys.fold_in(touches);
                               const Deltas deltas = keys.settle();
                               keys.write(tx, generation);
                               add_to_figures(tx, generation, deltas);
                               return {};
                             });
}

Result<int> Service::ingest() const {
  MUSTER_TRY(const std::int64_t generation, active_generation());
  MUSTER_TRY(const bool old, outdated());
  if (old) return 0;
  return fold_some(generation, "active", options_.batch, 0);
}

}  // namespace muster::metrics
