// A database as one file, as it stood at one moment, while others go on writing; and such a file as a database again.
// SQLite: `vacuum into`, so that nothing of what was deleted stands in free pages. PostgreSQL: pg_dump and pg_restore
// (custom format), which have to be in the path; passwords go to them by their environment, never as arguments.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::store {

// Writes the file with mode 0600; it must not be there yet. Errors: copy_exists, database_unavailable, disk_full,
// copy_tool (pg_dump is missing or refused), copy_failed.
Result<void> copy_out(const std::string& url, const std::string& file);

// Makes a database of the file: a new SQLite file, or the empty PostgreSQL database of its owner. All or nothing.
// Errors: copy_exists (there is a database already), and those of copy_out.
Result<void> copy_in(const std::string& file, const std::string& url);

}  // namespace muster::store
