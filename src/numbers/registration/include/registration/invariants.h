// What must be true of lines, holders and registrations, derived anew from the tables: for `muster-numbers ledger
// verify`. The schema refuses all of it to the application's role; this finds what an owner of the file or of the
// tables did.
#pragma once

#include <ledger/verify.h>

#include <vector>

namespace muster::registration {

// Faults: ownership_overlaps, line_without_holder, holder_of_free_line, cap_exceeded, slot_twice, registration_untold
// (no event tells of it), registration_one_person (a check by hand by fewer than two).
std::vector<ledger::Invariant> invariants();

}  // namespace muster::registration
