#include <base/text.h>
#include <restrictions/debarment.h>

#include <array>
#include <vector>

namespace muster::restrictions {
namespace {

using DS = DebarmentState;
using DE = DebarmentEvent;

// One line an arrow. The schema's trigger has the same pairs.
constexpr DebarmentTransition kDebarmentTransitions[] = {
    {DS::proposed, DE::notify, DS::notified, "examiner"},
    {DS::proposed, DE::withdraw, DS::removed, "examiner"},
    {DS::notified, DE::hear, DS::heard, "appeal_officer"},
    {DS::notified, DE::withdraw, DS::removed, "examiner"},
    {DS::heard, DE::activate, DS::active, "decider"},
    {DS::heard, DE::withdraw, DS::removed, "decider"},
    {DS::active, DE::review, DS::reviewed, "decider"},
    {DS::active, DE::remove, DS::removed, "decider"},
    {DS::active, DE::expire, DS::expired, ""},
    {DS::reviewed, DE::review, DS::reviewed, "decider"},
    {DS::reviewed, DE::remove, DS::removed, "decider"},
    {DS::reviewed, DE::expire, DS::expired, ""},
};

constexpr std::array<const char*, kDebarmentStateCount> kStateWords{"proposed", "notified", "heard",  "active",
                                                                    "reviewed", "expired",  "removed"};
constexpr std::array<const char*, kDebarmentEventCount> kEventWords{"notify", "hear",     "activate", "review",
                                                                    "remove", "withdraw", "expire"};
constexpr std::size_t kReasonMax = 2000, kLawMax = 500, kRefMax = 200, kWordsMax = 20'000;

template <class Enum, std::size_t N>
std::optional<Enum> word_of(const std::array<const char*, N>& words, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}

bool good_text(std::string_view text, std::size_t max) {
  return !trim(text).empty() && text.size() <= max && is_valid_utf8(text);
}

Result<void> all_of_them(std::vector<Error> faults) {
  if (faults.empty()) return {};
  Error first = faults.front();
  first.all = std::move(faults);
  return first;
}

Error same_person() {
  return refused("debarment_same_person",
                 "Who proposed it does not hear the entity, and neither of the two puts it in force.");
}

}  // namespace

const char* to_text(DebarmentState state) {
  return kStateWords.at(static_cast<std::size_t>(state));
}
const char* to_text(DebarmentEvent event) {
  return kEventWords.at(static_cast<std::size_t>(event));
}
const char* to_text(DebarmentCause cause) {
  return cause == DebarmentCause::false_filing ? "false_filing" : "authority_decision";
}
std::optional<DebarmentState> debarment_state(std::string_view text) {
  return word_of<DebarmentState>(kStateWords, text);
}
std::optional<DebarmentEvent> debarment_event(std::string_view text) {
  return word_of<DebarmentEvent>(kEventWords, text);
}
std::optional<DebarmentCause> debarment_cause(std::string_view text) {
  if (text == "false_filing") return DebarmentCause::false_filing;
  if (text == "authority_decision") return DebarmentCause::authority_decision;
  return std::nullopt;
}

std::span<const DebarmentTransition> debarment_transitions() {
  return kDebarmentTransitions;
}
const DebarmentTransition* find_transition(DebarmentState from, DebarmentEvent event) {
  for (const DebarmentTransition& t : kDebarmentTransitions)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}
bool debars(DebarmentState state) {
  return state == DS::active || state == DS::reviewed;
}
bool has_ended(DebarmentState state) {
  return state == DS::expired || state == DS::removed;
}

Result<void> check_proposal(const NewDebarment& asked, Instant now) {
  std::vector<Error> faults;
  if (!good_text(asked.reason, kReasonMax))
    faults.push_back(invalid("debarment_reason", "Say why, in 2,000 bytes at most, without personal data.", "reason"));
  if (!good_text(asked.law, kLawMax)) faults.push_back(invalid("debarment_law", "Name the law.", "law"));
  if (!good_text(asked.decision_ref, kRefMax))
    faults.push_back(
        invalid("debarment_decision_ref", "Name the decision that it rests on, by its number.", "decision_ref"));
  if (asked.decided_at > now)
    faults.push_back(invalid("debarment_decided_at", "The decision that it rests on was made already.", "decided_at"));
  return all_of_them(std::move(faults));
}

Result<void> check_activation(const Debarment& d, Instant from, Instant until, const std::string& person,
                              const DebarmentLimits& limits, Instant now) {
  std::vector<Error> faults;
  if (person == d.proposed_by || person == d.heard_by) faults.push_back(same_person());
  if (until <= from || until <= now || until - from > limits.term_max)
    faults.push_back(
        invalid("debarment_term", "A debarment has an end, and lasts as long as the policy allows at most.", "until"));
  if (now - d.decided_at > limits.entered_within)
    faults.push_back(conflict("debarment_late", "The decision that it rests on is older than the policy allows."));
  return all_of_them(std::move(faults));
}

Result<void> check_hearing(const Debarment& d, bool silent, std::string_view words, const std::string& person,
                           Instant now) {
  std::vector<Error> faults;
  if (person == d.proposed_by) faults.push_back(same_person());
  if (silent && (!d.answer_by || now < *d.answer_by))
    faults.push_back(
        conflict("debarment_hearing_open", "The entity may still answer; it is not silent before its time is over."));
  if (!silent && !good_text(words, kWordsMax))
    faults.push_back(invalid("debarment_words", "Write down what the entity said.", "words"));
  return all_of_them(std::move(faults));
}

}  // namespace muster::restrictions
