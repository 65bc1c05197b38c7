// The state machines of an address block and of a lease, as tables. What is not in a table can't be written: the schema
// holds the same pairs (address_block_transition, address_lease_transition).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace muster::resources {

enum class BlockState : std::uint8_t {
  recorded,  // nobody has said where it comes from: nothing can be allocated out of it
  held,      // by its holder, who may allocate parts of it
  assigned,  // used as a whole by its user
  split,     // ended: its parts took its place
  returned,  // ended: given back
};
inline constexpr int kBlockStateCount = 5;
const char* to_text(BlockState state);
std::optional<BlockState> block_state(std::string_view text);
bool is_live(BlockState state);  // recorded, held or assigned

enum class BlockEvent : std::uint8_t { record_source, assign, unassign, split, return_ };
inline constexpr int kBlockEventCount = 5;
const char* to_text(BlockEvent event);  // "return" for return_
std::optional<BlockEvent> block_event(std::string_view text);

// Who takes the step. The register's staff may do a holder's step for it.
enum class By : std::uint8_t { holder, registrar };

struct BlockTransition {
  BlockState from;
  BlockEvent event;
  BlockState to;
  By by;
  bool needs_reasons;
};
std::span<const BlockTransition> block_transitions();
const BlockTransition* find_transition(BlockState from, BlockEvent event);  // nullptr: not open

enum class LeaseState : std::uint8_t {
  proposed,
  licence_check,
  active,
  mismatch,  // who uses the addresses is not who leased them
  explain,   // the lessee was asked, and has until due_at
  cured,     // explained or put right; in force
  revoked,   // ended
  refused,   // ended: the check failed
  ended,     // ended: the contract is over, or was never taken up
};
inline constexpr int kLeaseStateCount = 9;
const char* to_text(LeaseState state);
std::optional<LeaseState> lease_state(std::string_view text);
bool is_live(LeaseState state);      // not ended
bool is_in_force(LeaseState state);  // active, mismatch, explain or cured

enum class LeaseEvent : std::uint8_t {
  check_licence,
  activate,
  refuse,
  find_mismatch,
  ask_explanation,
  cure,
  revoke,
  end,
};
inline constexpr int kLeaseEventCount = 8;
const char* to_text(LeaseEvent event);
std::optional<LeaseEvent> lease_event(std::string_view text);

struct LeaseTransition {
  LeaseState from;
  LeaseEvent event;
  LeaseState to;
  By by;
  bool needs_reasons;
  bool starts_term;  // policy lease.explanation
};
std::span<const LeaseTransition> lease_transitions();
const LeaseTransition* find_transition(LeaseState from, LeaseEvent event);

}  // namespace muster::resources
