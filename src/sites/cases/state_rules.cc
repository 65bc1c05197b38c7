#include <cases/rules.h>

#include <fmt/format.h>

namespace muster::cases {
namespace {

// One line an arrow: record, from, event, to. state_transition in 0005_cases.sql holds the same rows.
constexpr Transition kTransitions[] = {
    {"case", "opened", "seal", "evidence_sealed"},
    {"case", "opened", "dismiss", "closed"},
    {"case", "evidence_sealed", "screen", "screened"},
    {"case", "evidence_sealed", "dismiss", "closed"},
    {"case", "screened", "refer", "referred"},
    {"case", "screened", "dismiss", "closed"},
    {"case", "referred", "decide", "decided"},
    {"case", "referred", "cure", "restored"},
    {"case", "decided", "withdraw", "referred"},
    {"case", "decided", "confirm", "confirmed"},
    {"case", "decided", "cure", "restored"},
    {"case", "confirmed", "order", "ordered"},
    {"case", "confirmed", "reexamine", "opened"},
    {"case", "confirmed", "close", "closed"},
    {"case", "ordered", "execute", "executed"},
    {"case", "ordered", "appeal", "appealed"},
    {"case", "ordered", "expire", "restored"},
    {"case", "ordered", "cure", "restored"},
    {"case", "executed", "verify", "verified"},
    {"case", "executed", "appeal", "appealed"},
    {"case", "executed", "expire", "restored"},
    {"case", "executed", "cure", "restored"},
    {"case", "verified", "close", "closed"},
    {"case", "verified", "appeal", "appealed"},
    {"case", "verified", "expire", "restored"},
    {"case", "verified", "cure", "restored"},
    {"case", "closed", "appeal", "appealed"},
    {"case", "closed", "expire", "restored"},
    {"case", "closed", "cure", "restored"},
    {"case", "appealed", "stay", "stayed"},
    {"case", "appealed", "uphold", "upheld"},
    {"case", "appealed", "vary", "varied"},
    {"case", "appealed", "reverse", "reversed"},
    {"case", "appealed", "lapse", "lapsed"},
    {"case", "appealed", "expire", "restored"},
    {"case", "appealed", "cure", "restored"},
    {"case", "stayed", "uphold", "upheld"},
    {"case", "stayed", "vary", "varied"},
    {"case", "stayed", "reverse", "reversed"},
    {"case", "stayed", "lapse", "lapsed"},
    {"case", "stayed", "expire", "restored"},
    {"case", "stayed", "cure", "restored"},
    {"case", "upheld", "execute", "executed"},
    {"case", "upheld", "appeal", "appealed"},
    {"case", "upheld", "expire", "restored"},
    {"case", "upheld", "cure", "restored"},
    {"case", "upheld", "close", "closed"},
    {"case", "varied", "refer", "referred"},
    {"case", "varied", "restore", "restored"},
    {"case", "reversed", "restore", "restored"},
    {"case", "lapsed", "restore", "restored"},
    {"case", "restored", "close", "closed"},
    {"decision", "draft", "decide", "decided"},
    {"decision", "draft", "withdraw", "withdrawn"},
    {"decision", "decided", "confirm", "confirmed"},
    {"decision", "decided", "withdraw", "withdrawn"},
    {"order", "in_force", "execute", "executed"},
    {"order", "in_force", "stay", "stayed"},
    {"order", "in_force", "lift", "lifted"},
    {"order", "in_force", "lapse", "lapsed"},
    {"order", "in_force", "expire", "expired"},
    {"order", "executed", "verify", "verified"},
    {"order", "executed", "stay", "stayed"},
    {"order", "executed", "lift", "lifted"},
    {"order", "executed", "lapse", "lapsed"},
    {"order", "executed", "expire", "expired"},
    {"order", "verified", "stay", "stayed"},
    {"order", "verified", "lift", "lifted"},
    {"order", "verified", "lapse", "lapsed"},
    {"order", "verified", "expire", "expired"},
    {"order", "stayed", "resume", "in_force"},
    {"order", "stayed", "lift", "lifted"},
    {"order", "stayed", "lapse", "lapsed"},
    {"order", "stayed", "expire", "expired"},
    {"appeal", "filed", "acknowledge", "acknowledged"},
    {"appeal", "filed", "stay", "stayed"},
    {"appeal", "filed", "uphold", "upheld"},
    {"appeal", "filed", "vary", "varied"},
    {"appeal", "filed", "reverse", "reversed"},
    {"appeal", "filed", "lapse", "lapsed"},
    {"appeal", "filed", "moot", "moot"},
    {"appeal", "acknowledged", "stay", "stayed"},
    {"appeal", "acknowledged", "uphold", "upheld"},
    {"appeal", "acknowledged", "vary", "varied"},
    {"appeal", "acknowledged", "reverse", "reversed"},
    {"appeal", "acknowledged", "lapse", "lapsed"},
    {"appeal", "acknowledged", "moot", "moot"},
    {"appeal", "stayed", "uphold", "upheld"},
    {"appeal", "stayed", "vary", "varied"},
    {"appeal", "stayed", "reverse", "reversed"},
    {"appeal", "stayed", "lapse", "lapsed"},
    {"appeal", "stayed", "moot", "moot"},
    {"received_order", "entered", "check", "checked"},
    {"received_order", "entered", "reject", "rejected"},
};

}  // namespace

std::span<const Transition> transitions() {
  return kTransitions;
}

std::vector<std::string> open_events(std::string_view record, std::string_view state) {
  std::vector<std::string> events;
  for (const Transition& t : kTransitions)
    if (t.record == record && t.from == state) events.emplace_back(t.event);
  return events;
}

Result<std::string> next_state(std::string_view record, std::string_view state, std::string_view event) {
  for (const Transition& t : kTransitions)
    if (t.record == record && t.from == state && t.event == event) return std::string(t.to);
  const auto open = open_events(record, state);
  return conflict(fmt::format("{}_state", record),
                  open.empty() ? fmt::format("Nothing more can happen here: it is {}.", state)
                               : fmt::format("\"{}\" is not possible while it is {}; possible now: {}.", event, state,
                                             fmt::join(open, ", ")),
                  "event");
}

}  // namespace muster::cases
