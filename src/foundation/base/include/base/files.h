// Small files that must be whole or absent: keys, checkpoints, a witness's state.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>

namespace muster {

// Errors: file_missing, file_read, file_too_large.
Result<std::string> read_file(const std::string& path, std::size_t bytes_max = 64u << 20);
// As read_file, but refuses what group or others may read or write: file_permissions.
Result<std::string> read_private_file(const std::string& path, std::size_t bytes_max = 1u << 20);
// Writes beside, syncs, renames over, syncs the folder: after a crash the old or the new content is there, never a
// part. Errors: disk_full, file_write.
Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode = 0644);
// As replace_file, but refuses to replace (file_exists): for keys.
Result<void> create_file(const std::string& path, std::string_view bytes, unsigned mode = 0600);

}  // namespace muster
