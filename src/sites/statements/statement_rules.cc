#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <statements/statement.h>

namespace muster::statements {
namespace {

constexpr Transition kTransitions[] = {
    {"written", "send", "sent", false},
    {"written", "fail", "undelivered", false},
    {"written", "hand_over", "handed_over", true},
    {"written", "receive", "received", false},
    {"sent", "fail", "undelivered", false},
    {"sent", "hand_over", "handed_over", true},
    {"sent", "receive", "received", false},
    {"undelivered", "hand_over", "handed_over", true},
    {"undelivered", "send_again", "written", true},
    {"undelivered", "receive", "received", false},
    {"handed_over", "receive", "received", false},
};
constexpr std::array<std::string_view, 5> kStates{"written", "sent", "undelivered", "handed_over", "received"};
constexpr std::array<std::string_view, 5> kEvents{"send", "fail", "hand_over", "send_again", "receive"};

}  // namespace

std::span<const Transition> transitions() {
  return kTransitions;
}
std::span<const std::string_view> states() {
  return kStates;
}
std::span<const std::string_view> events_of_statements() {
  return kEvents;
}

Result<std::string> next_state(std::string_view state, std::string_view event) {
  if (std::find(kEvents.begin(), kEvents.end(), event) == kEvents.end())
    return invalid("statement_event", "A statement is handed over or sent again; the rest follows by itself.", "event");
  for (const Transition& t : kTransitions)
    if (t.from == state && t.event == event) return std::string(t.to);
  return conflict("statement_state", fmt::format("This step is not open to a statement that is {}.", state));
}

}  // namespace muster::statements
