#include <lines/rules.h>

namespace muster::lines {
namespace {

using S = State;
using E = Event;
constexpr std::nullopt_t kSilent = std::nullopt;
constexpr bool kReason = true;

constexpr Transition kTable[] = {
    {S::available, E::reserve, S::reserved, kSilent, Holding::keeps, Due::reservation, false},
    {S::reserved, E::release, S::available, kSilent, Holding::keeps, Due::none, false},
    {S::reserved, E::register_, S::registered, kSilent, Holding::begins, Due::none, false},
    {S::registered, E::release, S::available, kSilent, Holding::ends, Due::none, kReason},
    {S::registered, E::activate, S::active, Action::activate, Holding::keeps, Due::none, false},
    {S::active, E::warn, S::warned, kSilent, Holding::keeps, Due::none, kReason},
    {S::active, E::bar_one_way, S::one_way_barred, Action::bar_outgoing, Holding::keeps, Due::none, kReason},
    {S::active, E::bar, S::barred, Action::bar_all, Holding::keeps, Due::none, kReason},
    {S::active, E::disconnect, S::disconnected, Action::disconnect, Holding::ends, Due::none, kReason},
    {S::warned, E::restore, S::active, kSilent, Holding::keeps, Due::none, false},
    {S::warned, E::bar_one_way, S::one_way_barred, Action::bar_outgoing, Holding::keeps, Due::none, kReason},
    {S::warned, E::bar, S::barred, Action::bar_all, Holding::keeps, Due::none, kReason},
    {S::warned, E::disconnect, S::disconnected, Action::disconnect, Holding::ends, Due::none, kReason},
    {S::one_way_barred, E::restore, S::active, Action::restore, Holding::keeps, Due::none, false},
    {S::one_way_barred, E::bar, S::barred, Action::bar_all, Holding::keeps, Due::none, kReason},
    {S::one_way_barred, E::disconnect, S::disconnected, Action::disconnect, Holding::ends, Due::none, kReason},
    {S::barred, E::restore, S::active, Action::restore, Holding::keeps, Due::none, false},
    {S::barred, E::disconnect, S::disconnected, Action::disconnect, Holding::ends, Due::none, kReason},
    {S::disconnected, E::quarantine, S::quarantined, kSilent, Holding::keeps, Due::quarantine, false},
    {S::disconnected, E::reconnect, S::reserved, kSilent, Holding::keeps, Due::reservation, false},
    {S::quarantined, E::reconnect, S::reserved, kSilent, Holding::keeps, Due::reservation, false},
    {S::quarantined, E::recycle, S::available, kSilent, Holding::keeps, Due::none, false},
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

bool has_holder(State state) {
  return state >= S::registered && state <= S::barred;
}
bool in_service(State state) {
  return state == S::active || state == S::warned || state == S::one_way_barred;
}
bool is_charged(State state) {
  return state == S::active || state == S::warned;
}

}  // namespace muster::lines
