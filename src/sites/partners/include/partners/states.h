// The state machine of a partner; the schema has the same pairs (a test compares them). Pure.
#pragma once

#include <partners/partner.h>

#include <span>
#include <string_view>

namespace muster::partners {

enum class Event : std::uint8_t {
  collect,    // the application is complete enough to ask for papers
  pass_test,  // its pages, or its charge flows, were tested
  agree,      // the agreement is signed
  activate,   // every item is met; it may work
  reopen,     // a new round of the checklist begins
  requalify,  // that round is met
  suspend,    // follows from an order of two persons
  retest,     // every finding was tested again and is gone
  fail,       // one of them is there again
  resume,     // the order was lifted after the re-test
  restore,    // the order ended in another way: an appeal, a stay, its term
  bar,        // no application for a term
  lapse_bar,  // that term is over
  end,        // with reasons: withdrawn, refused, or the contract is over
};
inline constexpr int kEventCount = 14;
const char* to_text(Event event);
std::optional<Event> partner_event(std::string_view text);

struct Transition {
  State from;
  Event event;
  State to;
  std::string_view role;  // whose step it is; "": it follows from an order or the clock
  bool needs_reasons;
};
std::span<const Transition> transitions();
const Transition* find_transition(State from, Event event);
// Whether a partner in this state may work: link, promote, charge. What is ordered below it (a channel, a link, a
// service) is asked apart.
bool may_work(State state);
// Neither ended nor barred.
bool is_live(State state);

}  // namespace muster::partners
