#include <campaigns/rules.h>

namespace muster::campaigns {
namespace {

using S = State;
using E = Event;
using LS = LineState;
using LE = LineEvent;
using L = lines::Event;
using U = registration::UnverifiedEvent;
constexpr std::nullopt_t kNo = std::nullopt;

constexpr Transition kTable[] = {
    {S::draft, E::approve, S::approved}, {S::draft, E::end, S::ended},      {S::approved, E::start, S::running},
    {S::approved, E::end, S::ended},     {S::running, E::pause, S::paused}, {S::running, E::end, S::ended},
    {S::paused, E::resume, S::running},  {S::paused, E::end, S::ended},
};

constexpr const char* kInvited = "campaign_invited";
constexpr const char* kWarned = "campaign_warned";
constexpr const char* kOneWay = "campaign_one_way_barred";
constexpr const char* kBarred = "campaign_barred";
constexpr const char* kRestored = "campaign_restored";
constexpr const char* kMovedLetter = "campaign_moved";

constexpr LineTransition kLineTable[] = {
    {LS::unverified, LE::invite, LS::invited, kNo, U::invite, kInvited},
    {LS::invited, LE::warn, LS::warned, L::warn, kNo, kWarned},
    {LS::warned, LE::bar_one_way, LS::one_way_barred, L::bar_one_way, kNo, kOneWay},
    {LS::one_way_barred, LE::bar, LS::barred, L::bar, U::bar, kBarred},
    {LS::barred, LE::disconnect, LS::disconnected, L::disconnect, U::close, nullptr},

    {LS::unverified, LE::re_register, LS::re_registered, L::restore, kNo, kRestored},
    {LS::invited, LE::re_register, LS::re_registered, L::restore, kNo, kRestored},
    {LS::warned, LE::re_register, LS::re_registered, L::restore, kNo, kRestored},
    {LS::one_way_barred, LE::re_register, LS::re_registered, L::restore, kNo, kRestored},
    {LS::barred, LE::re_register, LS::re_registered, L::restore, kNo, kRestored},
    {LS::exempt, LE::re_register, LS::re_registered, L::restore, kNo, kRestored},
    // The line was barred with that rejection; the rest of the way is the campaign's again.
    {LS::re_registered, LE::deny, LS::barred, kNo, kNo, kBarred},

    {LS::unverified, LE::exempt, LS::exempt, kNo, kNo, nullptr},
    {LS::invited, LE::exempt, LS::exempt, kNo, U::release, nullptr},
    {LS::warned, LE::exempt, LS::exempt, L::restore, U::release, nullptr},
    {LS::one_way_barred, LE::exempt, LS::exempt, L::restore, U::release, nullptr},
    {LS::barred, LE::exempt, LS::exempt, L::restore, U::release, nullptr},
    {LS::exempt, LE::resume, LS::unverified, kNo, kNo, nullptr},

    {LS::one_way_barred, LE::extend, LS::warned, L::restore, kNo, kMovedLetter},
    {LS::barred, LE::extend, LS::warned, L::restore, U::invite, kMovedLetter},

    {LS::unverified, LE::gone, LS::disconnected, kNo, U::close, nullptr},
    {LS::invited, LE::gone, LS::disconnected, kNo, U::close, nullptr},
    {LS::warned, LE::gone, LS::disconnected, kNo, U::close, nullptr},
    {LS::one_way_barred, LE::gone, LS::disconnected, kNo, U::close, nullptr},
    {LS::barred, LE::gone, LS::disconnected, kNo, U::close, nullptr},
    {LS::exempt, LE::gone, LS::disconnected, kNo, U::close, nullptr},
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
std::span<const LineTransition> line_transitions() {
  return kLineTable;
}
const LineTransition* find_line_transition(LineState from, LineEvent event) {
  for (const LineTransition& t : kLineTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

std::optional<LineEvent> next_step(LineState state) {
  switch (state) {
    case LS::unverified:
      return LE::invite;
    case LS::invited:
      return LE::warn;
    case LS::warned:
      return LE::bar_one_way;
    case LS::one_way_barred:
      return LE::bar;
    case LS::barred:
      return LE::disconnect;
    case LS::disconnected:
    case LS::re_registered:
    case LS::exempt:
      break;
  }
  return std::nullopt;
}

Instant day_of(const Wave& wave, LineEvent step) {
  switch (step) {
    case LE::invite:
      return wave.invite_at;
    case LE::warn:
      return wave.warn_at;
    case LE::bar_one_way:
      return wave.one_way_at;
    case LE::bar:
      return wave.bar_at;
    default:
      return wave.disconnect_at;
  }
}

const char* least_term(LineState state) {
  switch (state) {
    case LS::invited:
      return "campaign.invited_least";
    case LS::warned:
      return "campaign.warned_least";
    case LS::one_way_barred:
      return "campaign.one_way_least";
    case LS::barred:
      return "campaign.barred_least";
    default:
      return nullptr;
  }
}

Instant least_at(const policy::Policy& policy, LineState state, Instant now) {
  const char* term = least_term(state);
  return term ? policy.due(term, now) : now;
}

}  // namespace muster::campaigns
