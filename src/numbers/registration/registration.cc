#include <base/words.h>
#include <registration/registration.h>

#include <array>

namespace muster::registration {
namespace {

constexpr std::array<const char*, kStateCount> kStates{"captured", "pending", "verified", "rejected", "closed"};
constexpr std::array<const char*, kEventCount> kEvents{"verify", "defer", "reject", "close", "recheck"};
constexpr std::array<const char*, 2> kMethods{"authority", "manual"};
constexpr std::array<const char*, 2> kOutcomes{"confirmed", "denied"};

}  // namespace

const char* to_text(State state) {
  return kStates[static_cast<std::size_t>(state)];
}
const char* to_text(Event event) {
  return kEvents[static_cast<std::size_t>(event)];
}
const char* to_text(Method method) {
  return kMethods[static_cast<std::size_t>(method)];
}
const char* to_text(Outcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}
std::optional<State> state(std::string_view text) {
  return find_word<State>(kStates, text);
}
std::optional<Event> event(std::string_view text) {
  return find_word<Event>(kEvents, text);
}
std::optional<Method> method(std::string_view text) {
  return find_word<Method>(kMethods, text);
}
std::optional<Outcome> outcome(std::string_view text) {
  return find_word<Outcome>(kOutcomes, text);
}

}  // namespace muster::registration
