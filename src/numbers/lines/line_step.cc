// A step of a line and everything that follows from the table.
#include "line_store.h"
#include <base/text.h>

#include <fmt/format.h>

namespace muster::lines {
namespace {

Result<void> may(const Line& line, const Transition* found, Event event, const std::string& reason,
                 const std::string& reserved_for, Instant now) {
  if (!found || event == Event::register_ || event == Event::reconnect)
    return conflict("line_state", fmt::format("This step is not open to a line that is {}.", to_text(line.state)));
  if (found->needs_reason && !is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  if (event == Event::reserve && !is_code(reserved_for))
    return invalid("reserved_for_form", "Say for whom the number is reserved, by a code.", "reserved_for");
  if (event == Event::activate && line.sim_id.empty())
    return conflict("line_without_sim", "The line has no SIM yet.", "iccid");
  if (event == Event::recycle && line.due_at && now < *line.due_at)
    return refused("line_quarantine", "The number rests in quarantine; it is not given again before its day.");
  return {};
}

std::optional<Instant> due_of(const policy::Policy& policy, Due due, Instant now) {
  if (due == Due::reservation) return policy.due("line.reservation", now);
  if (due == Due::quarantine) return policy.due("line.quarantine", now);
  return std::nullopt;
}

// What follows from the table; `due`: a term of the caller's own in place of the policy's.
Result<void> take(store::Transaction& tx, const StepContext& context, Line& line, const Transition* found,
                  const std::string& reason, const std::string& reserved_for, std::optional<Instant> due);

}  // namespace

Result<void> step(store::Transaction& tx, const StepContext& context, Line& line, Event event,
                  const std::string& reason, const std::string& reserved_for) {
  const Transition* found = find_transition(line.state, event);
  MUSTER_CHECK_OK(may(line, found, event, reason, reserved_for, context.recorder.clock().now()));
  return take(tx, context, line, found, reason, reserved_for, std::nullopt);
}

Result<void> reserve_until(store::Transaction& tx, const StepContext& context, Line& line,
                           const std::string& reserved_for, Instant until) {
  const Transition* found = find_transition(line.state, Event::reserve);
  MUSTER_CHECK_OK(may(line, found, Event::reserve, {}, reserved_for, context.recorder.clock().now()));
  return take(tx, context, line, found, {}, reserved_for, until);
}

Result<void> reconnect(store::Transaction& tx, const StepContext& context, Line& line, const std::string& reserved_for,
                       std::optional<Instant> until) {
  const Transition* found = find_transition(line.state, Event::reconnect);
  if (!found || !is_code(reserved_for))
    return conflict("line_state", fmt::format("A line that is {} is not taken back.", to_text(line.state)));
  return take(tx, context, line, found, "reconnected", reserved_for, until);
}

namespace {

Result<void> take(store::Transaction& tx, const StepContext& context, Line& line, const Transition* found,
                  const std::string& reason, const std::string& reserved_for, std::optional<Instant> due) {
  const Instant now = context.recorder.clock().now();
  // The interval ends before the state: the schema lets no line rest that has a holder.
  if (found->holding == Holding::ends) end_ownership(tx, line.id, now);
  line.state = found->to;
  line.state_since = now;
  line.due_at = due ? due : due_of(context.policy, found->due, now);
  line.reserved_for = found->to == State::reserved ? reserved_for : std::string();
  ++line.version;
  if (!change(tx, line)) return {Error{Failure::stale, "stale_version", "The line changed meanwhile; look again.", {}}};
  if (found->action) insert_command(tx, context.recorder.new_id(), line, *found->action, now);
  if (found->to == State::disconnected) {
    end_sim(tx, line.id, now);
    line.sim_id.clear();
  }
  context.recorder.record(tx, kLineStepped, context.actor, kLineRecord, line.id,
                          fmt::format(R"({{"event":"{}","from":"{}","to":"{}","reason":{}}})", to_text(found->event),
                                      to_text(found->from), to_text(found->to), json_quote(reason)));
  return {};
}

}  // namespace
}  // namespace muster::lines
