// The schema, by numbered migrations only: migrations/<component>/<sqlite|postgres>/NNNN_name.sql, one for one.
// Each runs in its own transaction with its row in schema_migration; a changed file that was already applied is
// refused.
#pragma once

#include <base/embedded.h>
#include <base/result.h>
#include <store/database.h>

#include <span>
#include <string>

namespace muster::store {

struct MigrationSet {
  std::string component;                // "foundation", "sites", "numbers"
  std::span<const EmbeddedFile> files;  // of both back ends, paths as above
};

MigrationSet foundation_migrations();

// Applies what is missing, in order of sets and numbers. On PostgreSQL, run it as the owner: when the role
// `application_role` exists it is granted SELECT, INSERT, UPDATE, DELETE and nothing else. Returns how many were
// applied. Errors: migration_changed, migration_gap, migration_failed (with the number and the database's words).
Result<int> migrate(Database& database, std::span<const MigrationSet> sets,
                    const std::string& application_role = "muster_app");

// Refuses a database that is behind or ahead of this program, and a PostgreSQL role that owns Muster's tables.
Result<void> check_schema(Database& database, std::span<const MigrationSet> sets);

}  // namespace muster::store
