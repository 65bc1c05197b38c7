#include <base/words.h>
#include <filings/states.h>

#include <array>

namespace muster::filings {
namespace {

constexpr std::array<const char*, kStateCount> kStates{
    "draft", "preverified",    "verified_in_person", "provider_signed", "under_review",  "returned", "withdrawn",
    "filed", "change_pending", "defect_notice",      "corrected",       "public_notice", "cancelled"};
constexpr std::array<const char*, kEventCount> kEvents{"preverify",
                                                       "verify_in_person",
                                                       "sign",
                                                       "submit",
                                                       "accept",
                                                       "return",
                                                       "revise",
                                                       "withdraw",
                                                       "ask_change",
                                                       "accept_change",
                                                       "refuse_change",
                                                       "notify_defect",
                                                       "correct",
                                                       "accept_correction",
                                                       "refuse_correction",
                                                       "publish_notice",
                                                       "cancel",
                                                       "cancel_own",
                                                       "restore"};
constexpr std::array<const char*, 3> kDomainStates{"pending", "filed", "cancelled"};
constexpr std::array<const char*, 6> kAccessStates{"requested", "reserved", "open", "refused", "held", "closed"};
constexpr std::array<const char*, kAccessEventCount> kAccessEvents{"reserve", "open",   "refuse",
                                                                   "hold",    "reopen", "close"};

using S = State;
using E = Event;
using T = Term;
constexpr bool kReasons = true;

constexpr Transition kFiling[] = {
    // The way in.
    {S::draft, E::preverify, S::preverified, By::provider, false, T::none},
    {S::preverified, E::verify_in_person, S::verified_in_person, By::provider, false, T::none},
    {S::verified_in_person, E::sign, S::provider_signed, By::provider, false, T::none},
    {S::provider_signed, E::submit, S::under_review, By::provider, false, T::review},
    {S::under_review, E::accept, S::filed, By::registrar, false, T::none},
    // Back with reasons, or given up.
    {S::draft, E::return_, S::returned, By::provider, kReasons, T::none},
    {S::preverified, E::return_, S::returned, By::provider, kReasons, T::none},
    {S::verified_in_person, E::return_, S::returned, By::provider, kReasons, T::none},
    {S::provider_signed, E::return_, S::returned, By::provider, kReasons, T::none},
    {S::under_review, E::return_, S::returned, By::registrar, kReasons, T::none},
    {S::returned, E::revise, S::draft, By::provider, false, T::preverify},
    {S::draft, E::withdraw, S::withdrawn, By::provider, false, T::none},
    {S::preverified, E::withdraw, S::withdrawn, By::provider, false, T::none},
    {S::verified_in_person, E::withdraw, S::withdrawn, By::provider, false, T::none},
    {S::provider_signed, E::withdraw, S::withdrawn, By::provider, false, T::none},
    {S::under_review, E::withdraw, S::withdrawn, By::provider, false, T::none},
    {S::returned, E::withdraw, S::withdrawn, By::provider, false, T::none},
    // Changes: a pending one blocks a second, because ask_change is open to a filed one alone.
    {S::filed, E::ask_change, S::change_pending, By::provider, false, T::review},
    {S::change_pending, E::accept_change, S::filed, By::registrar, false, T::none},
    {S::change_pending, E::refuse_change, S::filed, By::registrar, kReasons, T::none},
    // What is filed and not true.
    {S::filed, E::notify_defect, S::defect_notice, By::registrar, kReasons, T::cure},
    {S::defect_notice, E::correct, S::corrected, By::provider, false, T::review},
    {S::public_notice, E::correct, S::corrected, By::provider, false, T::review},
    {S::corrected, E::accept_correction, S::filed, By::registrar, false, T::none},
    {S::corrected, E::refuse_correction, S::defect_notice, By::registrar, kReasons, T::cure},
    {S::defect_notice, E::publish_notice, S::public_notice, By::registrar, false, T::public_notice},
    {S::public_notice, E::cancel, S::cancelled, By::registrar, false, T::none},
    {S::filed, E::cancel_own, S::cancelled, By::provider, false, T::none},
    {S::cancelled, E::restore, S::filed, By::registrar, kReasons, T::none},
};

using A = AccessState;
using AE = AccessEvent;
constexpr AccessTransition kAccess[] = {
    {A::requested, AE::reserve, A::reserved, By::provider, false},
    {A::requested, AE::refuse, A::refused, By::provider, kReasons},
    {A::requested, AE::close, A::closed, By::provider, false},
    {A::reserved, AE::open, A::open, By::provider, false},
    {A::reserved, AE::refuse, A::refused, By::provider, kReasons},
    {A::reserved, AE::close, A::closed, By::provider, false},
    {A::open, AE::hold, A::held, By::registrar, kReasons},
    {A::open, AE::close, A::closed, By::provider, false},
    {A::held, AE::reopen, A::open, By::registrar, false},
    {A::held, AE::close, A::closed, By::provider, false},
};

}  // namespace

const char* to_text(State state) {
  return kStates[static_cast<std::size_t>(state)];
}
const char* to_text(Event event) {
  return kEvents[static_cast<std::size_t>(event)];
}
const char* to_text(DomainState state) {
  return kDomainStates[static_cast<std::size_t>(state)];
}
const char* to_text(AccessState state) {
  return kAccessStates[static_cast<std::size_t>(state)];
}
const char* to_text(AccessEvent event) {
  return kAccessEvents[static_cast<std::size_t>(event)];
}
std::optional<State> state_of(std::string_view text) {
  return find_word<State>(kStates, text);
}
std::optional<Event> event_of(std::string_view text) {
  return find_word<Event>(kEvents, text);
}
std::optional<DomainState> domain_state(std::string_view text) {
  return find_word<DomainState>(kDomainStates, text);
}
std::optional<AccessState> access_state(std::string_view text) {
  return find_word<AccessState>(kAccessStates, text);
}
std::optional<AccessEvent> access_event(std::string_view text) {
  return find_word<AccessEvent>(kAccessEvents, text);
}

bool is_in_force(State state) {
  return state == S::filed || state == S::change_pending || state == S::defect_notice || state == S::corrected ||
         state == S::public_notice;
}

DomainState domain_state_for(State filing) {
  if (is_in_force(filing)) return DomainState::filed;
  return filing == S::cancelled ? DomainState::cancelled : DomainState::pending;
}

std::span<const Transition> filing_transitions() {
  return kFiling;
}
std::span<const AccessTransition> access_transitions() {
  return kAccess;
}

const Transition* find_transition(State from, Event event) {
  for (const Transition& t : kFiling)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

const AccessTransition* find_access_transition(AccessState from, AccessEvent event) {
  for (const AccessTransition& t : kAccess)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

}  // namespace muster::filings
