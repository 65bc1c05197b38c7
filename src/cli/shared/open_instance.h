// Opening an instance of either program: what its services are made of.
#pragma once

#include <base/result.h>
#include <ledger/note.h>
#include <policy/policy.h>
#include <store/migrations.h>
#include <vault/key_ring.h>

#include <memory>
#include <span>
#include <string>

namespace muster::cli {

struct OpenedInstance {
  std::string kind, name;
  std::unique_ptr<store::Database> database;
  policy::Policy policy;
  vault::KeyRing ring;
  ledger::SigningKey key;
};

// `policy_file` empty: the embedded default. Errors: `missing` where there is none, schema_version, keyring_*,
// erasures_*, database_*, policy_*.
Result<OpenedInstance> open_instance(const std::string& data, const std::string& database_url,
                                     const std::string& policy_file, std::span<const store::MigrationSet> sets,
                                     const Error& missing);

}  // namespace muster::cli
