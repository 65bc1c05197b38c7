// Files of an instance's folder, copied or left. Inside of the room.
#pragma once

#include <string>

#include <backup/backup.h>

namespace muster::backup {

inline constexpr const char* kManifestFile = "backup.json";
inline constexpr const char* kDatabaseFile = "database";
inline constexpr const char* kFilesFolder = "files";
inline constexpr std::size_t kManifestMaxBytes = 1u << 20;

struct Copied {
  std::int64_t files = 0, bytes = 0;  // there now, copied or as they were
};
// Plain files below `from` to the same places below `to`, with their modes and times; what is there with the same size
// and time stays. `instance`: `from` is an instance's folder, of which keys, databases and what holds people in the
// clear are left out. Errors: disk_full, copy_failed.
Result<Copied> copy_files(const std::string& from, const std::string& to, bool instance, const Progress& progress);

// Errors: file_missing, file_read.
Result<std::string> file_sha256(const std::string& path);

}  // namespace muster::backup
