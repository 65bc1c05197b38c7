#include <algorithm>

#include <fmt/format.h>
#include <instructions/rules.h>

namespace muster::instructions {
namespace {

// 0051_instructions.sql has the same arrows.
constexpr Transition kTransitions[] = {
    {"waiting", "acknowledge", "acknowledged"},  {"waiting", "object", "acknowledged"},
    {"waiting", "execute", "executed"},          {"waiting", "supersede", "superseded"},
    {"acknowledged", "object", "acknowledged"},  {"acknowledged", "execute", "executed"},
    {"acknowledged", "supersede", "superseded"}, {"executed", "verify", "verified"},
    {"executed", "reopen", "acknowledged"},      {"executed", "supersede", "superseded"},
};
constexpr std::string_view kStates[] = {"waiting", "acknowledged", "executed", "verified", "superseded"};
constexpr std::string_view kEvents[] = {"acknowledge", "object", "execute", "verify", "reopen", "supersede"};

Duration doubled(Duration first, std::int64_t times, Duration most) {
  Duration out = first;
  for (std::int64_t i = 0; i < times && out < most; ++i) out *= 2;
  return std::min(out, most);
}

}  // namespace

std::span<const Transition> transitions() {
  return kTransitions;
}
std::span<const std::string_view> states() {
  return kStates;
}
std::span<const std::string_view> events_of_instructions() {
  return kEvents;
}

Result<std::string> next_state(std::string_view state, std::string_view event) {
  if (std::find(std::begin(kEvents), std::end(kEvents), event) == std::end(kEvents))
    return invalid("instruction_event", "There is no such step of an instruction.", "event");
  std::string open;
  for (const Transition& t : kTransitions) {
    if (t.from != state) continue;
    if (t.event == event) return std::string(t.to);
    open += (open.empty() ? "" : ", ") + std::string(t.event);
  }
  if (state == "superseded")
    return conflict("instruction_superseded", "A newer instruction of this order took its place; see that one.",
                    "event");
  return conflict("instruction_state",
                  open.empty()
                      ? fmt::format("Nothing more can happen to it: it is {}.", state)
                      : fmt::format("\"{}\" is not possible while it is {}; possible now: {}.", event, state, open),
                  "event");
}

bool said_already(std::string_view state, std::string_view event) {
  if (event == "acknowledge") return state == "acknowledged" || state == "executed" || state == "verified";
  return event == "execute" && (state == "executed" || state == "verified");
}

Finding judge(const Seen& seen) {
  if (seen.error == "dns_failed" || seen.error == "connect_failed") return Finding::down;
  if (!seen.error.empty() || seen.status == 0) return Finding::unclear;
  if (seen.status == 451 || seen.status == 404 || seen.status == 410) return Finding::down;
  return seen.status < 400 ? Finding::up : Finding::unclear;
}

Verdict judge(std::string_view action, const Seen& seen) {
  const Finding found = judge(seen);
  if (action == "suspend")
    return found == Finding::down ? Verdict::done : found == Finding::up ? Verdict::not_done : Verdict::unclear;
  if (found == Finding::up) return Verdict::done;
  return seen.error.empty() && seen.status == 451 ? Verdict::not_done : Verdict::unclear;
}

Duration look_again_in(std::int64_t looks) {
  return doubled(kLookAgainFirst, looks, kLookAgainMax);
}

Duration retry_in(Duration first, std::int64_t attempts) {
  return doubled(first, attempts - 1, std::chrono::hours(1));
}

}  // namespace muster::instructions
