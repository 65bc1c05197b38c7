// Events into figures: a batch is folded in memory, and what changed is written, with the consumer's cursor, in one
// transaction.
#include "key_store.h"
#include "metric_store.h"
#include <events/outbox.h>

#include <algorithm>
#include <deque>
#include <span>

namespace muster::metrics {
namespace {

using store::Transaction;

// The keys of one batch, by metric. The batch's events outlive it.
class Batch {
 public:
  Batch(const Definitions& definitions, int utc_offset_minutes)
      : definitions_(definitions), offset_(utc_offset_minutes), by_metric_(definitions.items.size()) {}

  void load(Transaction& tx, std::int64_t generation, const std::vector<Touch>& touches) {
    std::vector<std::vector<std::string>> keys(by_metric_.size());
    touched_.reserve(touches.size());
    for (const Touch& t : touches) {
      const auto [found, fresh] = by_metric_[t.metric].try_emplace(t.key);
      if (fresh) keys[t.metric].push_back(t.key);
      touched_.push_back(&*found);
    }
    for (std::size_t m = 0; m < keys.size(); ++m)
      if (!keys[m].empty()) names_[definitions_.items[m].name];
    number_words(tx, names_);
    for (std::size_t m = 0; m < keys.size(); ++m) {
      if (keys[m].empty()) continue;
      std::sort(keys[m].begin(), keys[m].end());
      const Definition& d = definitions_.items[m];
      select_keys(tx, generation, d, names_.at(d.name), keys[m], by_metric_[m]);
    }
  }

  void fold_in(Transaction& tx, const std::vector<Touch>& touches) {
    for (std::size_t i = 0; i < touches.size(); ++i) {
      StoredKey& k = touched_[i]->second;
      if (k.stored) name_marks(tx, k.state, touches[i].mark);
      if (!fold(k.state, touches[i]) || k.changed) continue;
      k.changed = true;
      changed_.push_back({touches[i].metric, touched_[i]});
    }
  }

  // Where each key counts after it, and by how much figures move.
  Deltas settle() {
    Deltas out;
    for (const auto& [m, entry] : changed_) {
      StoredKey& k = entry->second;
      auto now = contribution(definitions_.items[m], k.state, offset_);
      if (now == k.counted) continue;
      Moves& moves = out[definitions_.items[m].name];
      if (k.counted) move(moves[*k.counted], *k.counted, -1);
      if (now) move(moves[*now], *now, 1);
      k.counted = std::move(now);
    }
    return out;
  }

  void write(Transaction& tx, std::int64_t generation) const {
    std::vector<KeyWrite> all;
    all.reserve(changed_.size());
    for (const auto& [m, entry] : changed_)
      all.push_back({names_.at(definitions_.items[m].name), entry->first, &entry->second});
    std::sort(all.begin(), all.end(), [](const KeyWrite& a, const KeyWrite& b) {
      return std::tie(a.metric, a.key) < std::tie(b.metric, b.key);
    });
    write_keys(tx, generation, all);
  }

 private:
  // Of two events of one moment the id says which is first: it is looked up for those alone.
  void name_marks(Transaction& tx, KeyState& state, const Mark& beside) {
    for (auto* mark : {&state.since, &state.count, &state.last}) {
      if (!*mark || !(*mark)->id.empty() || (*mark)->at != beside.at) continue;
      (*mark)->id = (*mark)->seq == beside.seq ? beside.id : named_.emplace_back(events::id_of(tx, (*mark)->seq));
    }
  }

  static void move(Sum& sum, const Contribution& c, std::int64_t by) {
    sum.n += by;
    sum.micros += by * c.micros;
  }

  const Definitions& definitions_;
  int offset_;
  std::vector<StoredKeys> by_metric_;
  std::vector<StoredKeys::value_type*> touched_;                          // one a touch
  std::vector<std::pair<std::size_t, StoredKeys::value_type*>> changed_;  // with the metric's place
  Words names_;                                                           // of metrics
  std::deque<std::string> named_;
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
                             [&](Transaction& tx, std::span<const events::Numbered> batch) -> Result<void> {
                               const auto still = select_generation(tx, generation);
                               if (!still || still->state != state) return metrics_changed();
                               std::vector<Touch> touches;
                               for (const auto& [seq, event] : batch) reader.read(event, seq, touches);
                               if (touches.empty()) return {};
                               Batch keys(definitions_, options_.utc_offset_minutes);
                               keys.load(tx, generation, touches);
                               keys.fold_in(tx, touches);
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
