// Closing a line: at its holder's wish, or because its holder holds more than the cap and chose others to keep. It goes
// through the states of the line with a term, and can be withdrawn until the line is closed. Thread-safe.
#pragma once

#include <registration/service.h>

namespace muster::registration {

enum class ClosingCause : std::uint8_t { wish, beyond_cap };
const char* to_text(ClosingCause cause);
std::optional<ClosingCause> closing_cause(std::string_view text);

enum class ClosingState : std::uint8_t { open, closed, withdrawn, overtaken };  // overtaken: the line went another way
inline constexpr int kClosingStateCount = 4;
const char* to_text(ClosingState state);
std::optional<ClosingState> closing_state(std::string_view text);

enum class ClosingStage : std::uint8_t { asked, warned, one_way_barred, barred };
inline constexpr int kClosingStageCount = 4;
const char* to_text(ClosingStage stage);
std::optional<ClosingStage> closing_stage(std::string_view text);

struct Closing {
  std::string id, line_id, ownership_id, holder_id;
  ClosingCause cause = ClosingCause::wish;
  std::string excess_id;  // of a line beyond the cap
  ClosingState state = ClosingState::open;
  ClosingStage stage = ClosingStage::asked;
  std::optional<Instant> stage_line_since;  // the line's state_since after the closing's last step
  std::optional<Instant> next_at;           // when the next step is taken
  std::string evidence_ref, asked_by, ended_by;
  Instant asked_at;
  std::optional<Instant> ended_at;
  std::int64_t version = 1;
};

inline constexpr events::Kind kClosingAsked{"line_closing.asked", 1, "A line is to be closed."};
inline constexpr events::Kind kClosingEnded{"line_closing.ended", 1,
                                            "A closing ended: the line is closed, or stays with its holder."};
inline constexpr const char* kClosingRecord = "line_closing";

// --- rules, pure
struct NextStep {
  lines::Event event;  // what happens to the line
  ClosingStage stage;  // where the closing stands then
  const char* term;    // of the policy, from when it was asked for: when the step is taken
};
// What follows a stage; a disconnection is the last.
NextStep next_step(ClosingCause cause, ClosingStage stage);

class Closings {
 public:
  Closings(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
           const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  // The holder, shown by a document, wishes the line to be closed. `reference`: number of the form or message, a code.
  // Errors: line_unknown, line_without_holder, giver_not_holder, reference_form, closing_open, transfer_open.
  Result<Closing> ask(const std::string& actor, std::int64_t msisdn, const persons::Document& shown,
                      const std::string& reference);
  // Until the line is closed. What the closing did to the line is undone, unless the line went another way meanwhile.
  // Errors: closing_unknown, closing_state, reason_missing.
  Result<Closing> withdraw(const std::string& actor, const std::string& id, const std::string& reason);
  // Takes the steps that are due, at most `limit`; returns how many. A job calls it until 0.
  Result<int> tick(int limit = 500);

  Result<Closing> get(const std::string& id) const;  // closing_unknown
  Result<std::vector<Closing>> of_holder(const std::string& holder_id, const std::string& after, int limit) const;
  // Open ones by the time of their next step; after: the last one seen, or nothing.
  Result<std::vector<Closing>> open(const std::optional<Closing>& after, int limit) const;

 private:
  Result<void> advance(store::Transaction& tx, Closing& closing);
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::registration
