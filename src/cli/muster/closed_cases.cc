#include "closed_cases.h"

#include <cases/case.h>
#include <cases/records.h>
#include <events/outbox.h>

#include <likeness/likeness.h>

namespace muster::cli {
namespace {

// Closed, and for a violation: a case that an appeal opened again is nobody's pattern until that is decided.
std::optional<likeness::ClosedCase> closed_case(store::Transaction& tx, const std::string& id) {
  const auto file = cases::select_case(tx, id);
  if (!file || file->state != "closed" || cases::outcome_of(tx, file->id) != cases::Outcome::violation) return {};
  likeness::ClosedCase out{file->id, file->number, file->ground, file->name, {}};
  for (const cases::Element& element : cases::select_elements(tx, file->id))
    if (element.evidence_kind == "test_run") out.test_ids.push_back(element.evidence_ref);
  return out;
}

}  // namespace

Result<void> follow_cases(Instance& instance) {
  for (int handed = 1; handed > 0;) {
    MUSTER_TRY(handed, events::drain(instance.database, "likeness", 500,
                                     [&](store::Transaction& tx, const events::Event& event) -> Result<void> {
                                       if (event.kind != cases::kMoved.name) return {};
                                       if (const auto closed = closed_case(tx, event.record_id))
                                         instance.likeness.closed(tx, *closed, event.at);
                                       else
                                         instance.likeness.opened_again(tx, event.record_id);
                                       return {};
                                     }));
  }
  return {};
}

}  // namespace muster::cli
