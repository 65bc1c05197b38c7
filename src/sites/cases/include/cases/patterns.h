// Cases that are closed with a violation become patterns that visits are held against (room `likeness`); a case that an
// appeal opened again is none until it is decided.
#pragma once

#include <cases/case.h>
#include <store/database.h>

#include <likeness/likeness.h>

namespace muster::cases {

// The case as a pattern; nothing where it isn't closed, or not for a violation.
std::optional<likeness::ClosedCase> pattern_of(store::Transaction& tx, const std::string& case_id);
// Tells `likeness` what an event of a case means for it; any other event is left alone.
void follow_as_pattern(store::Transaction& tx, const likeness::Service& likeness, const events::Event& event);

}  // namespace muster::cases
