// A batch of a registry's records against what is known: new names in bulk, changed ones step by step, with what
// follows for filings. Inside of holders.
#pragma once

#include "store.h"
#include <base/bytes.h>
#include <policy/policy.h>
#include <vault/vault.h>

#include <unordered_map>

namespace muster::holders {

// A record that kept every rule, with who its registrant is (blind index; empty: known by handle alone) and its hash.
struct Prepared {
  Record record;
  std::string identity;
  Hash hash{};
  std::int64_t line = 0;
};
Prepared prepare(const vault::Vault& vault, const std::string& source, Record record);

struct MirrorParts {
  const ledger::Recorder& recorder;
  const vault::Vault& vault;
  const policy::Policy& policy;
  const filings::Service& filings;
};
struct MirrorCounts {
  std::int64_t added = 0, changed = 0, already_in = 0;
};
// Names of a batch differ from each other. With an import, one event tells of all of it.
// Errors: the vault's.
Result<MirrorCounts> mirror_batch(store::Transaction& tx, const MirrorParts& parts, const std::vector<Prepared>& rows,
                                  const std::string& source, const std::string& actor, const std::string& import_id,
                                  std::int64_t ordinal);
// Reads alone: what mirror_batch would do.
MirrorCounts count_batch(store::Transaction& tx, const std::vector<Prepared>& rows);

// What follows for the filing of a name that lapsed or changed hands: a flag with its time, and a test of the former
// holder's other names.
void raise_flag(store::Transaction& tx, const MirrorParts& parts, const std::string& name, FlagKind kind, Instant from,
                const std::string& former_holder, const std::string& actor);
// A flag that has lost its cause clears itself.
void settle_flag(store::Transaction& tx, const MirrorParts& parts, const std::string& name, FlagKind kind,
                 const std::string& note, const std::string& actor);

}  // namespace muster::holders
