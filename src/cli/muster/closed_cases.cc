#include "closed_cases.h"

#include <cases/patterns.h>
#include <events/outbox.h>

namespace muster::cli {

Result<void> follow_cases(Instance& instance) {
  for (int handed = 1; handed > 0;) {
    MUSTER_TRY(handed, events::drain(instance.database, "likeness", 500,
                                     [&](store::Transaction& tx, const events::Event& event) -> Result<void> {
                                       cases::follow_as_pattern(tx, instance.likeness, event);
                                       return {};
                                     }));
  }
  return {};
}

}  // namespace muster::cli
