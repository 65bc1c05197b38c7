// Refusing a packet, and everything that it says why. Inside of the room.
#pragma once

#include <ledger/recorder.h>

#include <dealers/packet.h>

namespace muster::dealers {

std::vector<Fault> faults_in(const Error& error);
// Sets state, faults and version, and records the event; the caller writes the packet.
void refuse_in(store::Transaction& tx, const ledger::Recorder& recorder, Packet& packet, const Error& error);

}  // namespace muster::dealers
