#include <base/words.h>
#include <holders/states.h>

#include <array>

namespace muster::holders {
namespace {

constexpr std::array<const char*, kStateCount> kStates{"unverified", "documents_in", "verified", "changed_holder",
                                                       "lapsed"};
constexpr std::array<const char*, kEventCount> kEvents{"hand_in",       "refuse", "verify", "revoke",
                                                       "change_holder", "end",    "renew",  "expire"};
using S = State;
using E = Event;
constexpr bool kReasons = true, kTerm = true;

constexpr Transition kTable[] = {
    // Documents, and what comes of them.
    {S::unverified, E::hand_in, S::documents_in, By::registrar, false, false},
    {S::changed_holder, E::hand_in, S::documents_in, By::registrar, false, false},
    {S::documents_in, E::refuse, S::unverified, By::registrar, kReasons, kTerm},
    {S::documents_in, E::verify, S::verified, By::registrar, false, false},
    // A look into a public register needs no documents; a registry's file can say that it verified.
    {S::unverified, E::verify, S::verified, By::registrar, false, false},
    {S::changed_holder, E::verify, S::verified, By::registrar, false, false},
    {S::verified, E::revoke, S::unverified, By::registrar, kReasons, kTerm},
    // What registries tell.
    {S::unverified, E::change_holder, S::changed_holder, By::registry, false, kTerm},
    {S::documents_in, E::change_holder, S::changed_holder, By::registry, false, kTerm},
    {S::verified, E::change_holder, S::changed_holder, By::registry, false, kTerm},
    {S::changed_holder, E::change_holder, S::changed_holder, By::registry, false, kTerm},
    {S::lapsed, E::change_holder, S::changed_holder, By::registry, false, kTerm},
    {S::unverified, E::end, S::lapsed, By::registry, false, false},
    {S::documents_in, E::end, S::lapsed, By::registry, false, false},
    {S::verified, E::end, S::lapsed, By::registry, false, false},
    {S::changed_holder, E::end, S::lapsed, By::registry, false, false},
    {S::lapsed, E::renew, S::unverified, By::registry, false, kTerm},
    // The term ran out. What is being looked at doesn't lapse: the holder did what was asked.
    {S::unverified, E::expire, S::lapsed, By::clock, false, false},
    {S::changed_holder, E::expire, S::lapsed, By::clock, false, false},
};

}  // namespace

const char* to_text(State state) {
  return kStates[static_cast<std::size_t>(state)];
}
std::optional<State> state_of(std::string_view text) {
  return find_word<State>(kStates, text);
}
const char* to_text(Event event) {
  return kEvents[static_cast<std::size_t>(event)];
}
std::optional<Event> event_of(std::string_view text) {
  return find_word<Event>(kEvents, text);
}

std::span<const Transition> transitions() {
  return kTable;
}

const Transition* find_transition(State from, Event event) {
  for (const Transition& t : kTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

}  // namespace muster::holders
