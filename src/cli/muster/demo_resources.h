// The demonstration's address blocks and its registry: a carrier's block with a lease for each provider, and what a
// registry says of one name in twenty.
#pragma once

#include "demo_people.h"
#include "demo_register.h"

namespace muster::cli {

// 192.0.2.0/24 (RFC 5737) of the carrier, a /27 of it leased to each provider, as the demonstration's register has
// them; one lease waits for its licence check.
Result<void> load_demo_blocks(Instance& instance, const DemoParties& parties);

// Registrations come in twice, a year apart: between the two some names change hands or lapse. Returns how many names.
Result<std::int64_t> load_demo_registry(Instance& instance, const DemoRegister& made);

}  // namespace muster::cli
