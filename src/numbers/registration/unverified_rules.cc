#include <base/words.h>
#include <registration/unverified.h>

#include <array>

namespace muster::registration {
namespace {

using U = Unverified;
using V = UnverifiedEvent;

constexpr std::array<const char*, kUnverifiedCount> kUnverifiedStates{"unverified", "invited", "barred",
                                                                      "re_registered", "closed"};
constexpr std::array<const char*, kUnverifiedEventCount> kUnverifiedEvents{"invite",      "bar",  "release",
                                                                           "re_register", "deny", "close"};
constexpr UnverifiedTransition kUnverifiedTable[] = {
    {U::unverified, V::invite, U::invited},
    {U::unverified, V::re_register, U::re_registered},
    {U::unverified, V::close, U::closed},
    {U::invited, V::bar, U::barred},
    {U::invited, V::release, U::unverified},  // an exemption
    {U::invited, V::re_register, U::re_registered},
    {U::invited, V::close, U::closed},
    {U::barred, V::invite, U::invited},  // the deadline moved
    {U::barred, V::release, U::unverified},
    {U::barred, V::re_register, U::re_registered},
    {U::barred, V::close, U::closed},
    {U::re_registered, V::deny, U::barred},  // it was pending, and its verification failed
    {U::re_registered, V::close, U::closed},
};

}  // namespace

const char* to_text(Unverified state) {
  return kUnverifiedStates[static_cast<std::size_t>(state)];
}
std::optional<Unverified> unverified_state(std::string_view text) {
  return find_word<Unverified>(kUnverifiedStates, text);
}
const char* to_text(UnverifiedEvent event) {
  return kUnverifiedEvents[static_cast<std::size_t>(event)];
}
std::span<const UnverifiedTransition> unverified_transitions() {
  return kUnverifiedTable;
}
const UnverifiedTransition* find_unverified_transition(Unverified from, UnverifiedEvent event) {
  for (const UnverifiedTransition& t : kUnverifiedTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

}  // namespace muster::registration
