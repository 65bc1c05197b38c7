#include <algorithm>

#include <fmt/format.h>
#include <reports/rules.h>

namespace muster::reports {
namespace {

// The schema of the migration says the same pairs; state_test.cc compares the two.
constexpr Transition kTransitions[] = {
    {"", "receive", "received"},
    {"", "merge", "merged"},  // with an open report of the same
    {"", "seal", "sealed"},
    {"received", "screen", "screening"},  // its suspicion stands
    {"received", "reject", "closed"},
    {"received", "seal", "sealed"},
    {"received", "withdraw", "withdrawn"},
    {"screening", "refer", "in_case"},
    {"screening", "close", "closed"},
    {"screening", "reject", "closed"},
    {"screening", "seal", "sealed"},
    {"screening", "withdraw", "withdrawn"},
    {"merged", "lead", "received"},  // the one before it was withdrawn
    {"merged", "reject", "closed"},
    {"merged", "withdraw", "withdrawn"},
    {"in_case", "return", "screening"},  // the case is over, another suspicion is open
    {"in_case", "close", "closed"},
    {"in_case", "seal", "sealed"},
    {"closed", "correct", "closed"},  // another outcome, after an appeal
    {"sealed", "deliver", "closed"},  // the hotline has the address
};
constexpr std::string_view kStates[] = {"received", "screening", "merged", "in_case", "closed", "sealed", "withdrawn"};
constexpr std::string_view kEvents[] = {"receive", "merge", "seal",   "screen",  "reject",  "refer",
                                        "close",   "lead",  "return", "correct", "deliver", "withdraw"};

}  // namespace

std::span<const Transition> transitions() {
  return kTransitions;
}
std::span<const std::string_view> states() {
  return kStates;
}
std::span<const std::string_view> events() {
  return kEvents;
}

bool by_person(std::string_view event) {
  return event == "reject" || event == "seal";
}

std::vector<std::string> open_events(std::string_view state) {
  std::vector<std::string> out;
  for (const Transition& t : kTransitions)
    if (t.from == state) out.emplace_back(t.event);
  return out;
}

Result<std::string> next_state(std::string_view state, std::string_view event) {
  for (const Transition& t : kTransitions)
    if (t.from == state && t.event == event) return std::string(t.to);
  const auto possible = open_events(state);
  return conflict("report_state",
                  possible.empty() ? fmt::format("This report is over: it is {}.", state)
                                   : fmt::format("A report that is {} can't be followed by {}; possible: {}.", state,
                                                 event, fmt::join(possible, ", ")),
                  "event");
}

}  // namespace muster::reports
