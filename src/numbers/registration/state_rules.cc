#include <registration/rules.h>

namespace muster::registration {
namespace {

using S = State;
using E = Event;
using L = lines::Event;

constexpr Transition kTable[] = {
    {S::captured, E::verify, S::verified, L::activate},
    {S::captured, E::defer, S::pending, L::activate},  // register now, verify within the term
    {S::captured, E::reject, S::rejected, L::release},
    {S::pending, E::verify, S::verified, std::nullopt},
    {S::pending, E::reject, S::rejected, L::bar},
    {S::pending, E::close, S::closed, std::nullopt},
    {S::verified, E::close, S::closed, std::nullopt},
    {S::verified, E::recheck, S::pending, std::nullopt},  // in doubt, because its dealer is
};

}  // namespace

std::span<const Transition> transitions() {
  return kTable;
}
const Transition* find_transition(State from, Event event) {
  for (const Transition& t : kTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

}  // namespace muster::registration
