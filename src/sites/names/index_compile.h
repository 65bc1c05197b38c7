// From rows to the parts of an index file. Inside of the names room.
#pragma once

#include "spill.h"

namespace muster::names {

struct Compiled {
  Header header{};
  std::string front;               // header, meta, filter, directory: what stands in front of the pool
  std::vector<std::string> pools;  // one behind the other; empty when they went to a file
};

// Error: index_collisions (another seed helps).
Result<Compiled> compile(Rows& rows, const IndexBuilder::Options& options, std::uint64_t seed,
                         DuplicateList& duplicates);
// Rows from a file, the pool into the file `out`.
Result<Compiled> compile(const Spill& rows, int out, const IndexBuilder::Options& options, std::uint64_t seed,
                         DuplicateList& duplicates, std::uint64_t& spilled);

}  // namespace muster::names
