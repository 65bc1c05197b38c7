// A batch of an import: what of it can go in, and its writing. Inside of filings.
#pragma once

#include "import_row.h"
#include <restrictions/service.h>
#include <vault/vault.h>

#include <unordered_map>
#include <unordered_set>

namespace muster::filings {

// What a dry run remembers of the lines before, as there is nothing in the register to find them by. 64-bit hashes.
struct Seen {
  std::unordered_set<std::uint64_t> numbers, domains;
};

struct Decided {
  struct Taken {
    const GoodRow* row;
    std::string subject_id;
    bool new_subject;
    std::optional<std::string> certificate_index;
  };
  std::vector<Taken> taken;
  std::vector<LineError> faults;  // in order of lines
  std::int64_t already_in = 0;
  std::int64_t refused = 0;
  std::unordered_set<std::string> known_names;              // names of the batch that the register has already
  std::unordered_map<std::string, std::string> passing_on;  // names of cancelled filings → their site
  bool restricted = false;                                  // there is some hold or blocklist entry
};

// Reads alone. `seen` for a dry run, else nullptr.
Decided decide(store::Transaction& tx, const std::vector<GoodRow>& rows, const ledger::Recorder& recorder,
               const vault::Vault& vault, const restrictions::Service& restrictions, Seen* seen);

// Everything that was taken, in bulk, with one event for the whole batch.
Result<void> write(store::Transaction& tx, const Decided& decided, const std::string& import_id, std::int64_t ordinal,
                   const std::string& actor, const ledger::Recorder& recorder, const vault::Vault& vault,
                   const restrictions::Service& restrictions);

}  // namespace muster::filings
