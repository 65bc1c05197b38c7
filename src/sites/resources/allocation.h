// One block into the register, within a transaction: what the service and the importer share. Inside of resources.
#pragma once

#include <resources/service.h>

namespace muster::resources {

// The rules of a root and of an allocation, then the row, its event and its leaf.
Result<Block> record_root(store::Transaction& tx, const ledger::Recorder& recorder, const NewRoot& asked,
                          const std::string& actor, const std::string& import_id);
Result<Block> allocate(store::Transaction& tx, const ledger::Recorder& recorder, const Block& parent,
                       const NewAllocation& asked, const std::string& actor, const std::string& import_id);

}  // namespace muster::resources
