#include <base/words.h>
#include <partners/states.h>

#include <array>

namespace muster::partners {
namespace {

constexpr std::array<const char*, kKindCount> kKindWords{"promotion", "billing", "resale"};
constexpr std::array<const char*, kStateCount> kStateWords{"applied",   "documents", "tested", "agreement", "active",
                                                           "suspended", "retested",  "ended",  "barred"};
constexpr std::array<const char*, kEventCount> kEventWords{"collect",   "pass_test", "agree",     "activate", "reopen",
                                                           "requalify", "suspend",   "retest",    "fail",     "resume",
                                                           "restore",   "bar",       "lapse_bar", "end"};
constexpr std::array<const char*, 3> kItemWords{"document", "commitment", "check"};
constexpr std::array<const char*, 4> kFunctionWords{"head", "content", "charging", "contact"};

using S = State;
using E = Event;
constexpr bool kReasons = true;
// One line an arrow. The schema's trigger has the same pairs.
constexpr Transition kTransitions[] = {
    {S::applied, E::collect, S::documents, "registrar", false},
    {S::applied, E::end, S::ended, "registrar", kReasons},
    {S::documents, E::pass_test, S::tested, "examiner", kReasons},
    {S::documents, E::end, S::ended, "registrar", kReasons},
    {S::tested, E::agree, S::agreement, "registrar", false},
    {S::tested, E::end, S::ended, "registrar", kReasons},
    {S::agreement, E::activate, S::active, "registrar", false},
    {S::agreement, E::end, S::ended, "registrar", kReasons},
    {S::active, E::reopen, S::active, "registrar", false},
    {S::active, E::requalify, S::active, "registrar", false},
    {S::active, E::suspend, S::suspended, "", false},
    {S::active, E::end, S::ended, "registrar", kReasons},
    {S::suspended, E::retest, S::retested, "examiner", kReasons},
    {S::suspended, E::restore, S::active, "", false},
    {S::suspended, E::bar, S::barred, "supervisor", false},
    {S::suspended, E::end, S::ended, "registrar", kReasons},
    {S::retested, E::fail, S::suspended, "examiner", kReasons},
    {S::retested, E::resume, S::active, "", false},
    {S::retested, E::bar, S::barred, "supervisor", false},
    {S::retested, E::end, S::ended, "registrar", kReasons},
    {S::barred, E::lapse_bar, S::ended, "", false},
};

}  // namespace

const char* to_text(Kind kind) {
  return kKindWords.at(static_cast<std::size_t>(kind));
}
const char* to_text(State state) {
  return kStateWords.at(static_cast<std::size_t>(state));
}
const char* to_text(Event event) {
  return kEventWords.at(static_cast<std::size_t>(event));
}
const char* to_text(ItemType type) {
  return kItemWords.at(static_cast<std::size_t>(type));
}
const char* to_text(Function function) {
  return kFunctionWords.at(static_cast<std::size_t>(function));
}
std::optional<Kind> partner_kind(std::string_view text) {
  return find_word<Kind>(kKindWords, text);
}
std::optional<State> partner_state(std::string_view text) {
  return find_word<State>(kStateWords, text);
}
std::optional<Event> partner_event(std::string_view text) {
  return find_word<Event>(kEventWords, text);
}
std::optional<Function> partner_function(std::string_view text) {
  return find_word<Function>(kFunctionWords, text);
}

std::span<const Transition> transitions() {
  return kTransitions;
}
const Transition* find_transition(State from, Event event) {
  for (const Transition& t : kTransitions)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}
bool may_work(State state) {
  return state == S::active;
}
bool is_live(State state) {
  return state != S::ended && state != S::barred;
}

}  // namespace muster::partners
