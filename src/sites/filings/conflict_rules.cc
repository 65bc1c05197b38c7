#include "conflict_rules.h"

#include <base/words.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace muster::filings {
namespace {

constexpr std::array<const char*, 4> kStates{"open", "ours_stands", "change_asked", "vanished"};
constexpr std::array<const char*, 3> kEvents{"keep_ours", "ask_change", "vanish"};
constexpr ConflictTransition kTable[] = {
    {ConflictState::open, ConflictEvent::keep_ours, ConflictState::ours_stands, true},
    {ConflictState::open, ConflictEvent::ask_change, ConflictState::change_asked, true},
    {ConflictState::open, ConflictEvent::vanish, ConflictState::vanished, false},
};
constexpr std::size_t kValueMax = 4'096;

std::string in_order(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return fmt::format("{}", fmt::join(words, " "));
}

// What is filed, whatever happens to it short of cancelling, is "filed" to a register that knows two words.
std::string standing(State state) {
  if (is_in_force(state)) return to_text(State::filed);
  return to_text(state);
}

std::string approvals_in_order(const std::vector<PreApproval>& approvals) {
  std::vector<std::string> texts;
  for (const PreApproval& a : approvals) texts.push_back(written(a));
  std::sort(texts.begin(), texts.end());
  return fmt::format("{}", fmt::join(texts, "; "));
}

// What they leave out of a pre-approval that both have says nothing: it is as ours.
std::vector<PreApproval> completed(std::vector<PreApproval> theirs, const std::vector<PreApproval>& ours) {
  for (PreApproval& their : theirs)
    for (const PreApproval& our : ours) {
      if (our.kind != their.kind || our.number != their.number) continue;
      if (their.issued_by.empty()) their.issued_by = our.issued_by;
      if (!their.valid_until) their.valid_until = our.valid_until;
    }
  return theirs;
}

}  // namespace

const char* to_text(ConflictState state) {
  return kStates[static_cast<std::size_t>(state)];
}
const char* to_text(ConflictEvent event) {
  return kEvents[static_cast<std::size_t>(event)];
}
std::optional<ConflictState> conflict_state(std::string_view text) {
  return find_word<ConflictState>(kStates, text);
}
std::optional<ConflictEvent> conflict_event(std::string_view text) {
  return find_word<ConflictEvent>(kEvents, text);
}
std::span<const ConflictTransition> conflict_transitions() {
  return kTable;
}
const ConflictTransition* find_conflict_transition(ConflictState from, ConflictEvent event) {
  for (const ConflictTransition& t : kTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

std::vector<Difference> differences(const TheirRow& theirs, const OurRow& ours) {
  std::vector<Difference> out;
  const auto compare = [&](Column column, const std::string& our, const std::string& their) {
    if (theirs.given(column) && our != their)
      out.push_back({column, our.substr(0, kValueMax), their.substr(0, kValueMax), {}, false});
  };
  const SubjectDraft& subject = theirs.row.draft.subject;
  const SiteDraft& site = theirs.row.draft.site;
  compare(Column::site_number, ours.number, site.number);
  compare(Column::state, standing(ours.state), to_text(theirs.row.state));
  if (theirs.given(Column::provider) && ours.provider_id != theirs.row.draft.provider_id)
    out.push_back({Column::provider, ours.provider_name, theirs.provider, {}, false});
  compare(Column::subject_kind, to_text(ours.subject_kind), to_text(subject.kind));
  compare(Column::region, ours.region, subject.region);
  // Of an individual, that they differ is all that may be said; a certificate's blind index says it.
  const bool person = ours.subject_kind == SubjectKind::individual || subject.kind == SubjectKind::individual;
  if (!person) compare(Column::subject_name, ours.subject_name, subject.name);
  if (theirs.given(Column::certificate_number) && ours.certificate_index != theirs.certificate_index.value_or("")) {
    if (person)
      out.push_back({Column::certificate_number, {}, {}, theirs.certificate_index.value_or(""), true});
    else
      compare(Column::certificate_number, ours.certificate_number, subject.certificate_number);
  }
  compare(Column::site_name, ours.name, site.name);
  compare(Column::home_url, ours.home_url, site.home_url);
  compare(Column::language, ours.language, site.language);
  compare(Column::service_types, in_order(ours.service_types), in_order(site.service_types));
  compare(Column::pre_approvals, approvals_in_order(ours.pre_approvals),
          approvals_in_order(completed(site.pre_approvals, ours.pre_approvals)));
  if (is_in_force(ours.state) && theirs.row.state == State::filed)
    compare(Column::domains, in_order(ours.domains), in_order(site.domains));
  return out;
}

}  // namespace muster::filings
