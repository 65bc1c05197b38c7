#include <base/text.h>
#include <base/words.h>
#include <lines/rules.h>

#include <algorithm>

#include <fmt/format.h>
#include <lookups/dispute.h>

namespace muster::lookups {
namespace {

using DS = DisputeState;
using DE = DisputeEvent;

constexpr DisputeTransition kDisputeTable[] = {
    {DS::opened, DE::ask_dealer, DS::dealer_asked},
    {DS::opened, DE::decide, DS::decided},
    {DS::dealer_asked, DE::decide, DS::decided},
    {DS::decided, DE::tell, DS::told},
};

constexpr const char* kDisputeKinds[] = {"not_mine", "wrong_data"};
constexpr const char* kDisputeStates[] = {"opened", "dealer_asked", "decided", "told"};
constexpr const char* kDisputeEvents[] = {"ask_dealer", "decide", "tell"};
constexpr const char* kDealerAnswers[] = {"confirms", "admits", "no_record"};
constexpr const char* kDisputeOutcomes[] = {"closed", "kept", "corrected"};
constexpr std::string_view kDisputable[] = {"name", "birth_date", "address", "document"};

}  // namespace

const char* to_text(DisputeKind kind) {
  return kDisputeKinds[static_cast<int>(kind)];
}
std::optional<DisputeKind> dispute_kind(std::string_view text) {
  return find_word<DisputeKind>(kDisputeKinds, text);
}
const char* to_text(DisputeState state) {
  return kDisputeStates[static_cast<int>(state)];
}
std::optional<DisputeState> dispute_state(std::string_view text) {
  return find_word<DisputeState>(kDisputeStates, text);
}
const char* to_text(DisputeEvent event) {
  return kDisputeEvents[static_cast<int>(event)];
}
std::optional<DisputeEvent> dispute_event(std::string_view text) {
  return find_word<DisputeEvent>(kDisputeEvents, text);
}
const char* to_text(DealerAnswer answer) {
  return kDealerAnswers[static_cast<int>(answer)];
}
std::optional<DealerAnswer> dealer_answer(std::string_view text) {
  return find_word<DealerAnswer>(kDealerAnswers, text);
}
const char* to_text(DisputeOutcome outcome) {
  return kDisputeOutcomes[static_cast<int>(outcome)];
}
std::optional<DisputeOutcome> dispute_outcome(std::string_view text) {
  return find_word<DisputeOutcome>(kDisputeOutcomes, text);
}

std::span<const DisputeTransition> dispute_transitions() {
  return kDisputeTable;
}
const DisputeTransition* find_dispute_transition(DisputeState from, DisputeEvent event) {
  for (const DisputeTransition& t : kDisputeTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

Result<void> check_dispute(DisputeKind kind, std::string_view words, const std::vector<std::string>& fields) {
  if (words.size() > kDisputeWordsMax || !is_valid_utf8(words))
    return invalid("dispute_words", "Say it in at most 2,000 bytes of text.", "words");
  if (kind == DisputeKind::not_mine) return {};
  const bool known = std::all_of(fields.begin(), fields.end(), [](const std::string& f) {
    return std::find(std::begin(kDisputable), std::end(kDisputable), f) != std::end(kDisputable);
  });
  if (fields.empty() || !known) return invalid("dispute_fields", "Say which of your data is wrong.", "fields");
  if (trim(words).empty()) return invalid("dispute_words", "Say what is right.", "words");
  return {};
}

Result<void> may_decide(const Dispute& dispute, const std::string& person_id, DisputeOutcome outcome,
                        const std::string& reason) {
  if (!find_dispute_transition(dispute.state, DisputeEvent::decide))
    return conflict("dispute_state",
                    fmt::format("This step is not open to a dispute that is {}.", to_text(dispute.state)));
  if (person_id == dispute.captured_by)
    return refused("dispute_decider", "Who registered a line does not decide about it.");
  const DisputeOutcome other =
      dispute.kind == DisputeKind::not_mine ? DisputeOutcome::corrected : DisputeOutcome::closed;
  if (outcome == other) return invalid("dispute_outcome", "A dispute of this kind has no such outcome.", "outcome");
  if (!lines::is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  return {};
}

}  // namespace muster::lookups
