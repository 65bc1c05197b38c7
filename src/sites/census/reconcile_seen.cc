#include "tally.h"
#include <census/reconcile.h>

#include <new>

namespace muster::census {

Result<Outcome> reconcile(const Seen& seen, const Register& known, const ReconcileOptions& options,
                          Progress* progress) {
  try {
    Outcome outcome;
    outcome.format = seen.format;
    Tally tally(known, options);
    for (std::size_t i = 0; i < seen.rows.size(); ++i) {
      if (i % 65'536 == 0)
        if (auto stop = stopped(progress)) return std::move(*stop);
      const Seen::Row& row = seen.rows[i];
      tally.site(seen.name(row), row.first_day, row.last_day);
    }
    tally.flush();
    tally.into(outcome);
    outcome.intake = seen.intake;
    return outcome;
  } catch (const std::bad_alloc&) {
    return unavailable("census_memory", "There is not enough memory for this census. Nothing was stored.");
  }
}

}  // namespace muster::census
