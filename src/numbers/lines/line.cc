#include <base/words.h>
#include <lines/line.h>

#include <array>

namespace muster::lines {
namespace {

constexpr std::array<const char*, kLineKindCount> kKinds{"voice", "data", "iot"};
constexpr std::array<const char*, kStateCount> kStates{"available", "reserved",     "registered",
                                                       "active",    "warned",       "one_way_barred",
                                                       "barred",    "disconnected", "quarantined"};
constexpr std::array<const char*, kEventCount> kEvents{"reserve",    "release",     "register", "activate",
                                                       "warn",       "bar_one_way", "bar",      "restore",
                                                       "disconnect", "quarantine",  "recycle",  "reconnect"};
constexpr std::array<const char*, kActionCount> kActions{"activate", "bar_outgoing", "bar_all",
                                                         "restore",  "disconnect",   "change_sim"};

}  // namespace

const char* to_text(LineKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
const char* to_text(State state) {
  return kStates[static_cast<std::size_t>(state)];
}
const char* to_text(Event event) {
  return kEvents[static_cast<std::size_t>(event)];
}
const char* to_text(Action action) {
  return kActions[static_cast<std::size_t>(action)];
}
std::optional<LineKind> line_kind(std::string_view text) {
  return find_word<LineKind>(kKinds, text);
}
std::optional<State> state(std::string_view text) {
  return find_word<State>(kStates, text);
}
std::optional<Event> event(std::string_view text) {
  return find_word<Event>(kEvents, text);
}
std::optional<Action> action(std::string_view text) {
  return find_word<Action>(kActions, text);
}

}  // namespace muster::lines
