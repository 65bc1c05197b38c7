#include <cases/patterns.h>
#include <cases/records.h>

namespace muster::cases {

std::optional<likeness::ClosedCase> pattern_of(store::Transaction& tx, const std::string& case_id) {
  const auto file = select_case(tx, case_id);
  if (!file || file->state != "closed" || outcome_of(tx, file->id) != Outcome::violation) return {};
  likeness::ClosedCase out{file->id, file->number, file->ground, file->name, {}};
  for (const Element& element : select_elements(tx, file->id))
    if (element.evidence_kind == "test_run") out.test_ids.push_back(element.evidence_ref);
  return out;
}

void follow_as_pattern(store::Transaction& tx, const likeness::Service& likeness, const events::Event& event) {
  if (event.kind != kMoved.name) return;
  if (const auto closed = pattern_of(tx, event.record_id))
    likeness.closed(tx, *closed, event.at);
  else
    likeness.opened_again(tx, event.record_id);
}

}  // namespace muster::cases
