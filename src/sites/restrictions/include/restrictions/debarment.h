// Debarment of a responsible entity: for a term, only after a hearing, and with one effect: the gate opens no further
// access for its sites. What it has stays as it is, and nobody else is touched by it. It lapses by itself. Legal
// persons alone are published, individuals never. Plain values.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace muster::restrictions {

enum class DebarmentState : std::uint8_t { proposed, notified, heard, active, reviewed, expired, removed };
inline constexpr int kDebarmentStateCount = 7;
enum class DebarmentEvent : std::uint8_t { notify, hear, activate, review, remove, withdraw, expire };
inline constexpr int kDebarmentEventCount = 7;
const char* to_text(DebarmentState state);
const char* to_text(DebarmentEvent event);
std::optional<DebarmentState> debarment_state(std::string_view text);
std::optional<DebarmentEvent> debarment_event(std::string_view text);

// The state machine; the schema has the same pairs (a test compares them). `role`: whose step it is; "": it follows by
// itself.
struct DebarmentTransition {
  DebarmentState from;
  DebarmentEvent event;
  DebarmentState to;
  std::string_view role;
};
std::span<const DebarmentTransition> debarment_transitions();
const DebarmentTransition* find_transition(DebarmentState from, DebarmentEvent event);
bool debars(DebarmentState state);  // active or reviewed, within its term
bool has_ended(DebarmentState state);

// What an entity can be debarred for, and nothing else.
enum class DebarmentCause : std::uint8_t { false_filing, authority_decision };
const char* to_text(DebarmentCause cause);
std::optional<DebarmentCause> debarment_cause(std::string_view text);

struct NewDebarment {
  std::string subject_id;
  DebarmentCause cause = DebarmentCause::false_filing;
  std::string reason;        // sentences for the entity and the public; no personal data
  std::string law;           // as cited
  std::string decision_ref;  // number of the decision or order that it rests on
  Instant decided_at;        // of that decision
};

struct Debarment : NewDebarment {
  std::string id;
  std::string number;        // D-2026-000001
  std::string subject_name;  // of a legal person; "" of an individual
  std::string subject_number;
  bool individual = false;
  std::string proposed_by;
  Instant proposed_at;
  std::string notice_id;
  std::optional<Instant> answer_by;
  std::string heard_by, heard_how;  // words, silent
  std::optional<Instant> heard_at;
  std::string activated_by;
  std::optional<Instant> from, until, review_at;
  DebarmentState state = DebarmentState::proposed;
  Instant state_at;
  std::string end_reason;
  std::int64_t version = 1;
};

// --- rules. Pure. Every fault at once (Error::all).
// Errors: debarment_reason, debarment_law, debarment_decision_ref, debarment_decided_at (lies ahead).
Result<void> check_proposal(const NewDebarment& asked, Instant now);
struct DebarmentLimits {
  Duration term_max;
  Duration entered_within;  // of the decision
};
// Errors: debarment_same_person (who proposed or heard it doesn't put it in force), debarment_term (from before until,
// at most the policy's), debarment_late (the decision is older than the policy allows).
Result<void> check_activation(const Debarment& d, Instant from, Instant until, const std::string& person,
                              const DebarmentLimits& limits, Instant now);
// Errors: debarment_same_person, debarment_hearing_open (the entity may still answer), debarment_words.
Result<void> check_hearing(const Debarment& d, bool silent, std::string_view words, const std::string& person,
                           Instant now);

// Bodies: {"number":…,"cause":…} and {"number":…,"cause":…,"from":…,"to":…,"event":…,"reason":…}: never who it is
// about.
inline constexpr events::Kind kDebarmentProposed{"debarment.proposed", 1, "A debarment was proposed."};
inline constexpr events::Kind kDebarmentMoved{"debarment.moved", 1, "A debarment moved on."};
inline constexpr events::Kind kDebarmentActivated{"debarment.activated", 1, "An entity was debarred."};
inline constexpr events::Kind kDebarmentEnded{"debarment.ended", 1, "A debarment ended."};
inline constexpr const char* kDebarmentRecord = "debarment";
inline constexpr const char* kDebarmentLetter = "debarment_hearing";         // number, reason, law, decision, answer_by
inline constexpr const char* kDebarmentDecidedLetter = "debarment_decided";  // number, reason, law, until

}  // namespace muster::restrictions
