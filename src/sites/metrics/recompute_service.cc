// All events once more, beside the figures in use. What was read stays read when it is stopped: the generation that is
// being built keeps its place in the events.
#include "key_store.h"
#include "metric_store.h"
#include <events/outbox.h>

namespace muster::metrics {
namespace {

using store::Transaction;

constexpr int kDeletedAtOnce = 5000;

}  // namespace

Result<std::int64_t> Service::building_generation() const {
  return database_.write([&](Transaction& tx) -> Result<std::int64_t> {
    const Instant now = recorder_.clock().now();
    if (const auto found = select_generation(tx, "building")) {
      if (found->definitions_sha256 == definitions_.sha256) return found->id;
      update_generation(tx, found->id, "retired", now);  // of other definitions still
    }
    return insert_generation(tx, definitions_, "building", now);
  });
}

Result<std::optional<Recomputed>> Service::replace(std::int64_t built) const {
  return database_.write([&](Transaction& tx) -> Result<std::optional<Recomputed>> {
    const auto used = select_generation(tx, "active");
    const auto mine = select_generation(tx, built);
    if (!mine || mine->state != "building")
      return conflict("metrics_changed", "Somebody else replaced the figures meanwhile.");
    Recomputed out;
    if (used) {
      // Both have to stand at the same event; else there is more to read first.
      const std::int64_t there = events::drained(tx, consumer_of(used->id)),
                         here = events::drained(tx, consumer_of(built));
      out.compared = used->definitions_sha256 == definitions_.sha256;
      if (out.compared ? here != there : here < there) return std::optional<Recomputed>();
      if (out.compared) out.differences = select_differences(tx, used->id, built, kDifferencesMax);
    }
    const Instant now = recorder_.clock().now();
    if (used) update_generation(tx, used->id, "retired", now);
    update_generation(tx, built, "active", now);
    return std::optional(std::move(out));
  });
}

Result<void> Service::forget_retired() const {
  MUSTER_TRY(const auto retired,
             database_.read([](Transaction& tx) -> Result<std::vector<std::int64_t>> { return select_retired(tx); }));
  for (const std::int64_t id : retired)
    for (std::int64_t gone = 1; gone > 0;) {
      MUSTER_TRY(gone, database_.write([&](Transaction& tx) -> Result<std::int64_t> {
        const std::int64_t keys = delete_keys(tx, id, kDeletedAtOnce);
        return keys > 0 ? keys : delete_figures(tx, id);
      }));
    }
  return {};
}

Result<Recomputed> Service::recompute(const std::function<bool(std::int64_t, std::int64_t)>& go_on) const {
  MUSTER_CHECK_OK(active_generation());
  MUSTER_TRY(const std::int64_t built, building_generation());
  std::int64_t read = 0;
  for (;;) {
    struct Place {
      std::int64_t here = 0, there = 0;
    };
    MUSTER_TRY(const Place at, database_.read([&](Transaction& tx) -> Result<Place> {
      const auto used = select_generation(tx, "active");
      return Place{events::drained(tx, consumer_of(built)), used ? events::drained(tx, consumer_of(used->id)) : 0};
    }));
    // Figures of the same definitions are compared where they are; those of others stand still, and are outrun.
    MUSTER_TRY(const bool other, outdated());
    MUSTER_TRY(const std::int64_t all, events::settled(database_, at.here));
    const std::int64_t until = other ? all : at.there;
    if (!go_on(at.here, std::max(all, at.here))) {
      Recomputed out;
      out.events = read;
      out.stopped = true;
      return out;
    }
    if (at.here < until) {
      MUSTER_TRY(const int some, fold_some(built, "building", options_.batch, until));
      read += some;
      if (some > 0) continue;
    }
    MUSTER_TRY(auto done, replace(built));
    if (!done) continue;
    MUSTER_CHECK_OK(forget_retired());
    done->events = read;
    return *done;
  }
}

}  // namespace muster::metrics
