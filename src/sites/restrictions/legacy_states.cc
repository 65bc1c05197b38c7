#include <base/words.h>
#include <restrictions/legacy.h>

#include <array>

namespace muster::restrictions {
namespace {

constexpr std::array<const char*, kLegacyStateCount> kStates{"imported", "case_opened", "redecided", "lapsed",
                                                             "withdrawn"};
constexpr std::array<const char*, kLegacyEventCount> kEvents{"open_case", "redecide", "lapse", "withdraw"};

constexpr bool kPerson = true;
constexpr bool kReasons = true;

using S = LegacyState;
using E = LegacyEvent;
constexpr LegacyTransition kTable[] = {
    {S::imported, E::open_case, S::case_opened, kPerson, false},
    {S::imported, E::lapse, S::lapsed, false, false},
    {S::imported, E::withdraw, S::withdrawn, kPerson, kReasons},
    {S::case_opened, E::redecide, S::redecided, false, false},
    {S::case_opened, E::lapse, S::lapsed, false, false},
    {S::case_opened, E::withdraw, S::withdrawn, kPerson, kReasons},
};

}  // namespace

const char* to_text(LegacyState state) {
  return kStates[static_cast<std::size_t>(state)];
}
const char* to_text(LegacyEvent event) {
  return kEvents[static_cast<std::size_t>(event)];
}
std::optional<LegacyState> legacy_state(std::string_view text) {
  return find_word<LegacyState>(kStates, text);
}
std::optional<LegacyEvent> legacy_event(std::string_view text) {
  return find_word<LegacyEvent>(kEvents, text);
}
bool is_open(LegacyState state) {
  return state == S::imported || state == S::case_opened;
}
bool is_to_remove(LegacyState state) {
  return state == S::lapsed || state == S::withdrawn;
}

std::span<const LegacyTransition> legacy_transitions() {
  return kTable;
}
const LegacyTransition* find_transition(LegacyState from, LegacyEvent event) {
  for (const LegacyTransition& t : kTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

}  // namespace muster::restrictions
