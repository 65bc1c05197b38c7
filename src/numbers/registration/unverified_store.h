// SQL of lines that nobody has verified. Inside of the room.
#pragma once

#include <registration/registration.h>
#include <registration/unverified.h>

namespace muster::registration {

void insert_all(store::Transaction& tx, std::span<const UnverifiedLine> lines);
// Writes state, ownership and registration.
void change(store::Transaction& tx, const UnverifiedLine& line);

// What follows for the line where a registration that would register it again took a step.
Result<void> follow_registration(store::Transaction& tx, const ledger::Recorder& recorder, const Registration& r,
                                 Event event);

}  // namespace muster::registration
