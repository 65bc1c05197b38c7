// One step of many lines, by a few statements: a campaign takes it for millions.
#include "line_store.h"
#include <base/text.h>
#include <store/keys.h>

#include <fmt/format.h>

namespace muster::lines {
namespace {

using store::Sql;

constexpr Sql kStepAll{"line_step_all",
                       "update line set state = :to, state_since = :now, due_at = :due, reserved_for = '', "
                       "version = version + 1 where state = :from and id in " MUSTER_KEYS};
constexpr Sql kEndOwnerships{
    "ownership_end_all",
    "update line_ownership set until_at = :now where until_at is null and line_id in " MUSTER_KEYS};
constexpr Sql kEndSims{"line_sim_end_all",
                       "update line_sim set until_at = :now where until_at is null and line_id in " MUSTER_KEYS};

Result<void> may_all(std::span<const Line> lines, const Transition* found, Event event, const std::string& reason) {
  for (const Line& line : lines)
    if (!found || line.state != found->from || event == Event::register_ || event == Event::reserve)
      return conflict("line_state", fmt::format("This step is not open to a line that is {}.", to_text(line.state)));
  if (found->needs_reason && !is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  return {};
}

}  // namespace

Result<void> step_all(store::Transaction& tx, const StepContext& context, std::span<Line> lines, Event event,
                      const std::string& reason) {
  if (lines.empty()) return {};
  const Instant now = context.recorder.clock().now();
  const Transition* found = find_transition(lines.front().state, event);
  MUSTER_CHECK_OK(may_all(lines, found, event, reason));
  std::vector<std::string> ids;
  ids.reserve(lines.size());
  for (const Line& line : lines) ids.push_back(line.id);
  if (found->holding == Holding::ends) store::run_of(tx, kEndOwnerships, ids, {{"now", now}});
  const std::optional<Instant> due =
      found->due == Due::quarantine ? std::optional(context.policy.due("line.quarantine", now)) : std::nullopt;
  const auto changed = store::run_of(
      tx, kStepAll, ids, {{"to", to_text(found->to)}, {"from", to_text(found->from)}, {"now", now}, {"due", due}});
  if (changed != static_cast<std::int64_t>(lines.size()))
    return {Error{Failure::stale, "stale_version", "A line changed meanwhile; look again.", {}}};
  const std::string body = fmt::format(R"({{"event":"{}","from":"{}","to":"{}","reason":{}}})", to_text(event),
                                       to_text(found->from), to_text(found->to), json_quote(reason));
  std::vector<ledger::Happening> happened;
  happened.reserve(lines.size());
  for (Line& line : lines) {
    line.state = found->to;
    line.state_since = now;
    line.due_at = due;
    line.reserved_for.clear();
    ++line.version;
    happened.push_back({kLineStepped, context.actor, kLineRecord, line.id, body});
  }
  if (found->action) insert_commands(tx, context.recorder, lines, *found->action, now);
  if (found->to == State::disconnected) {
    store::run_of(tx, kEndSims, ids, {{"now", now}});
    for (Line& line : lines) line.sim_id.clear();
  }
  context.recorder.record_all(tx, happened);
  return {};
}

}  // namespace muster::lines
