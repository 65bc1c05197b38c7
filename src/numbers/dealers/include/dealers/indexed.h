// The keyed hashes of packets, for a rotation of the index key (vault/index_rotation.h), and the purposes of this room
// whose values were made of what is not kept.
#pragma once

#include <vault/index_rotation.h>

#include <dealers/packets.h>

namespace muster::dealers {

// To be turned after persons::indexed_holders: what was accepted has the hashes of the holder and the document that it
// became. A refused packet is opened again while its content is here; afterwards its hashes go.
vault::IndexedTable indexed_packets(Packets& packets);

// Codes of devices, Idempotency-Keys of packets, files of pictures.
std::vector<std::string> kept_purposes();

}  // namespace muster::dealers
