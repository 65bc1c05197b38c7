// The rules of instructions: what can happen to one, and what a re-test says of it. Pure; thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <span>
#include <string>
#include <string_view>

namespace muster::instructions {

//                ┌─────────────── execute ───────────────┐
//   waiting ── acknowledge ──▶ acknowledged ── execute ──▶ executed ── verify ──▶ verified
//                                   ▲                        │
//                                   └───────── reopen ───────┘
//   What is open becomes superseded when the order's next version comes.
struct Transition {
  std::string_view from, event, to;
};
std::span<const Transition> transitions();
std::span<const std::string_view> states();
std::span<const std::string_view> events_of_instructions();  // objecting moves nothing that was acknowledged

// Errors: instruction_state, naming what is possible; instruction_event.
Result<std::string> next_state(std::string_view state, std::string_view event);
// Whether a provider that says so says nothing new: "acknowledge" of what is executed.
bool said_already(std::string_view state, std::string_view event);

// What a visit met.
struct Seen {
  std::string test_id;
  int status = 0;     // of the page, 0 without one
  std::string error;  // code of the visit, "" without one
};
enum class Finding { down, up, unclear };
// 451, 404 and 410 are down, and so is a name without an address and a server that takes no connection; an answer below
// 400 is up. Everything else (a refusal, a server's own fault, a timeout) says nothing.
Finding judge(const Seen& seen);

enum class Verdict { done, not_done, unclear };
// A suspension is done where it is down and not done where it is up; a restoration is done where it is up, and not done
// where it still says 451: a site that is down otherwise may be down by itself.
Verdict judge(std::string_view action, const Seen& seen);

inline constexpr std::int64_t kLooksMax = 3;  // from the third look on, one that finds it not done reopens it
inline constexpr Duration kLookAgainFirst = std::chrono::minutes(10);  // doubled each time
inline constexpr Duration kLookAgainMax = std::chrono::hours(6);
Duration look_again_in(std::int64_t looks);

// How long after its n-th failed attempt (from 1) a message is sent again: doubled each time, at most an hour.
Duration retry_in(Duration first, std::int64_t attempts);

inline constexpr std::size_t kNoteMax = 1000;

}  // namespace muster::instructions
