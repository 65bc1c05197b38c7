// "This is not mine" and "this is wrong": what a person disputes of what stands in their name. Plain values. The words
// of the person, and of the dealer, stand in the vault under the dispute's id.
#pragma once

#include <base/result.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::lookups {

enum class DisputeKind : std::uint8_t { not_mine, wrong_data };
const char* to_text(DisputeKind kind);
std::optional<DisputeKind> dispute_kind(std::string_view text);

enum class DisputeState : std::uint8_t {
  opened,        // the clock runs; the line serves on
  dealer_asked,  // who registered it is asked how
  decided,       // by a person
  told,          // the person has the outcome
};
inline constexpr int kDisputeStateCount = 4;
const char* to_text(DisputeState state);
std::optional<DisputeState> dispute_state(std::string_view text);

enum class DisputeEvent : std::uint8_t { ask_dealer, decide, tell };
inline constexpr int kDisputeEventCount = 3;
const char* to_text(DisputeEvent event);
std::optional<DisputeEvent> dispute_event(std::string_view text);

enum class DealerAnswer : std::uint8_t { confirms, admits, no_record };
const char* to_text(DealerAnswer answer);
std::optional<DealerAnswer> dealer_answer(std::string_view text);

enum class DisputeOutcome : std::uint8_t {
  closed,     // not theirs: the line is closed for this holder
  kept,       // theirs, or right as it stands
  corrected,  // what was wrong is right now: a correction by two persons was made
};
const char* to_text(DisputeOutcome outcome);
std::optional<DisputeOutcome> dispute_outcome(std::string_view text);

struct Dispute {
  std::string id;
  DisputeKind kind = DisputeKind::not_mine;
  DisputeState state = DisputeState::opened;
  Instant state_since;
  std::string holder_id, line_id, ownership_id;  // the latter two of not_mine
  std::string dealer_id, captured_by;            // who registered it; or ""
  std::vector<std::string> fields;               // of wrong_data: name, birth_date, address, document
  Instant opened_at, due_at;                     // due_at: when it must be decided
  std::optional<Instant> dealer_due_at;
  std::optional<DealerAnswer> dealer_answer;
  std::optional<DisputeOutcome> outcome;
  std::string reason, decided_by;
  std::optional<Instant> decided_at, told_at;
  std::int64_t version = 1;
};

// The state machine; the schema has the same pairs (a test compares them).
struct DisputeTransition {
  DisputeState from;
  DisputeEvent event;
  DisputeState to;
};
std::span<const DisputeTransition> dispute_transitions();
const DisputeTransition* find_dispute_transition(DisputeState from, DisputeEvent event);

inline constexpr std::size_t kDisputeWordsMax = 2'000;  // bytes
// Errors: dispute_words, dispute_fields.
Result<void> check_dispute(DisputeKind kind, std::string_view words, const std::vector<std::string>& fields);
// Errors: dispute_state, dispute_decider (who registered it), dispute_outcome (not of this kind), reason_missing.
Result<void> may_decide(const Dispute& dispute, const std::string& person_id, DisputeOutcome outcome,
                        const std::string& reason);

// Bodies hold ids and codes.
inline constexpr events::Kind kDisputeOpened{"dispute.opened", 1, "A person disputed what stands in their name."};
inline constexpr events::Kind kDealerAsked{"dispute.dealer_asked", 1, "Who registered a disputed line was asked how."};
inline constexpr events::Kind kDealerAnswered{"dispute.dealer_answered", 1, "Who registered a disputed line answered."};
inline constexpr events::Kind kDisputeDecided{"dispute.decided", 1, "A person of the house decided a dispute."};
inline constexpr events::Kind kDisputeTold{"dispute.told", 1, "The person was told the outcome of a dispute."};
inline constexpr const char* kDisputeRecord = "dispute";

// Names of the vault's fields under the dispute's id.
inline constexpr const char* kWordsField = "words";
inline constexpr const char* kDealerWordsField = "dealer_words";

}  // namespace muster::lookups
