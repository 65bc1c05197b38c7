// The keyed hashes of proxies' documents, for a rotation of the index key (vault/index_rotation.h), and the purposes of
// this room whose values were made of what is not kept.
#pragma once

#include <vault/index_rotation.h>

namespace muster::registration {

vault::IndexedTable indexed_proxies(const vault::Vault& vault);

// Idempotency-Keys and the contents they came with, and what was claimed about the holders of lines that were taken
// over, by kind and country of the document. Reads the kinds there are.
std::vector<std::string> kept_purposes(store::Transaction& tx);

}  // namespace muster::registration
