// The keyed hashes of holders, their documents, their days of birth and the blocks of duplicates, for a rotation of the
// index key (vault/index_rotation.h).
#pragma once

#include <vault/index_rotation.h>

namespace muster::persons {

// Everything of one holder turns in one step, from what the vault holds of them; nothing of it leaves the comparison.
// Errors of turning: index_source_missing (the vault lacks what a hash was made of), and those of Vault::compare.
vault::IndexedTable indexed_holders(const vault::Vault& vault);

}  // namespace muster::persons
