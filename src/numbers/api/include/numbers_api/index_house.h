// All places of this program where blind indexes stand, for a rotation of the index key. A test reads the schema and
// fails where it finds one that is not named here.
#pragma once

#include <vault/index_rotation.h>

#include <dealers/packets.h>

namespace muster::numbers_api {

// Vault and packets outlive it.
vault::IndexedHouse index_house(const vault::Vault& vault, dealers::Packets& packets);

}  // namespace muster::numbers_api
