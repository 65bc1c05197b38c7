// Charges against confirmations, one partition in memory at a time. Inside of the room.
#pragma once

#include "charge_pass.h"

namespace muster::billing {

struct Unconfirmed {
  std::vector<ChargeRecord> first;  // in order of file and line, at most as many as were asked for
  std::int64_t count = 0;
  Totals totals;
};
// Errors: those of the spill; charges_cancelled, charges_suspended.
Result<Unconfirmed> match(const Spill& charges, const Spill& confirmations, unsigned threads, std::int64_t kept_max,
                          std::size_t chunk_charges, Progress* progress);

}  // namespace muster::billing
