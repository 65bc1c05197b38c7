// What is true of dealers, devices and packets without asking anybody. Pure and thread-safe.
#pragma once

#include <policy/policy.h>

#include <span>
#include <vector>

#include <dealers/dealer.h>
#include <dealers/packet.h>

namespace muster::dealers {

// The state machine; the schema has the same pairs (a test compares them).
struct Transition {
  State from;
  Event event;
  State to;
  bool needs_reason;
  bool rechecks;  // all of its registrations are put to the test again
};
std::span<const Transition> transitions();
const Transition* find_transition(State from, Event event);

struct PacketTransition {
  PacketState from, to;
};
std::span<const PacketTransition> packet_transitions();

// Errors, all at once: contract_number, contract_term, dealer_region, dealer_quota, dealer_parent (its own).
Result<void> check(const NewDealer& dealer);
Result<void> check(const Place& place);  // place_form, place_region, place_coordinates

// Why a dealer may not register at `now`; nothing: it may. `chain`: the dealer first, then those whose contract it
// sells under. Errors: dealer_not_active, dealer_contract_over, dealer_parent_not_active.
std::optional<Error> hindrance(std::span<const Dealer> chain, Instant now);
inline constexpr int kChainMax = 5;

// Letters and digits that are not taken for one another, in groups of four: "7KQM-2XHW-9DTA".
inline constexpr std::size_t kCodeLetters = 12;
std::string code_text(std::string_view random);                      // of kCodeLetters random bytes
std::optional<std::string> code_letters(std::string_view as_typed);  // the twelve, upper case; nothing: no code

// Since when a device may capture nothing new: so long after it last had nothing waiting.
Instant frozen_at(const policy::Policy& policy, const Device& device);

// Whether what a device says of the time can be right. Errors: captured_in_future, captured_after_freeze (it had not
// synchronised for longer than the term), packet_too_old, packet_withheld (it had said that nothing was waiting).
std::optional<Error> judge_time(const policy::Policy& policy, const Device& device, Instant captured_at, Instant now);
inline constexpr Duration kClockTolerance = std::chrono::minutes(10);

// Errors, all at once: packet_size, packet_hash, packet_key_form, packet_time.
Result<Instant> check(const Announced& announced);  // captured_at

// What a device signs with each request, so that its key is its only credential. `sha256`: hex, of the body.
std::string request_text(std::string_view method, std::string_view path, std::string_view time,
                         std::string_view sha256);

}  // namespace muster::dealers
