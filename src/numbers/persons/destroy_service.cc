// Identity is a loan: its term ends, and the key of the record is destroyed.
#include "correction_store.h"
#include "duplicate_store.h"
#include "holder_store.h"
#include "majority_store.h"
#include <base/text.h>
#include <persons/rules.h>
#include <persons/service.h>

#include <fmt/format.h>

namespace muster::persons {
namespace {

constexpr const char* kClock = "system:clock";

}  // namespace

std::optional<Instant> kept_until(store::Transaction& tx, const policy::Policy& policy, const std::string& holder_id) {
  const auto holder = find_holder(tx, holder_id);
  if (!holder || under_hold(tx, holder_id)) return std::nullopt;
  const auto held = lines::last_held(tx, holder_id);
  if (held.open) return std::nullopt;
  return retention_end(policy, held.ended_at ? *held.ended_at : holder->created_at);
}

Result<void> Service::destroy_in(store::Transaction& tx, const std::string& actor, const std::string& holder_id,
                                 const std::string& reason) const {
  const auto holder = find_holder(tx, holder_id);
  if (!holder) return not_found("holder_unknown", "There is no such holder.");
  if (holder->destroyed_at) return {};
  const Instant now = recorder_.clock().now();
  const auto held = lines::last_held(tx, holder_id);
  if (held.open)
    return refused("holder_has_lines", "The holder has a line; the data stays until a term after its end.");
  const Instant until = retention_end(policy_, held.ended_at ? *held.ended_at : holder->created_at);
  if (now < until)
    return refused(
        "holder_retention",
        fmt::format("The law keeps these data until {}; then they are destroyed by themselves.", to_day(until)));
  forget(tx, holder_id, now);
  forget_minor(tx, holder_id);
  forget_blocks(tx, holder_id);
  // What was once recorded wrongly goes with the rest.
  for (Correction c : corrections_of(tx, holder_id)) {
    MUSTER_CHECK_OK(vault_.destroy(tx, c.id, reason, actor));
    if (c.state == CorrectionState::asked) {
      c.state = CorrectionState::withdrawn;
      c.decided_by = actor;
      c.decided_at = now;
      decided(tx, c, std::nullopt);
    } else if (c.former_until && !c.former_gone_at) {
      former_gone(tx, c.id, now);
    }
  }
  MUSTER_CHECK_OK(vault_.destroy(tx, holder_id, reason, actor));
  recorder_.record(tx, kDestroyed, actor, kHolderRecord, holder_id,
                   fmt::format(R"({{"reason":{}}})", json_quote(reason)));
  return {};
}

Result<void> Service::destroy(const std::string& actor, const std::string& holder_id, const std::string& reason) const {
  if (!lines::is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  return database_.write([&](store::Transaction& tx) { return destroy_in(tx, actor, holder_id, reason); });
}

Result<int> Service::tick(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    const auto due =
        past_term(tx, retention_reach(policy_, now), limit);  // destroy_in asks each holder's own term again
    for (const std::string& id : due) MUSTER_CHECK_OK(destroy_in(tx, kClock, id, "term_over"));
    return static_cast<int>(due.size());
  });
}

}  // namespace muster::persons
