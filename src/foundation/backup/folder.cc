#include "folder.h"

#include <base/sha256.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

namespace muster::backup {
namespace {

namespace fs = std::filesystem;

// Of the instance's folder itself: what people's data stands in while it is on its way, and what the next start makes
// anew.
constexpr std::string_view kLeftOut[] = {"vault.keys", "vault.erased", "ledger.key", "court",
                                         "mail",       "mail-back",    "charges",    kLastFile};

bool is_left_out(const std::string& name) {
  const auto ends = [&](std::string_view end) { return std::string_view(name).ends_with(end); };
  return std::find(std::begin(kLeftOut), std::end(kLeftOut), name) != std::end(kLeftOut) || ends(".db") ||
         name.starts_with("demo-") || ends(".db-wal") || ends(".db-shm") || ends(".lock") || ends(".new");
}

Error copy_fault(const std::error_code& fault, const std::string& path) {
  if (fault == std::errc::no_space_on_device) return unavailable("disk_full", "The disk is full: " + path + ".");
  return unavailable("copy_failed", "The file " + path + " could not be copied (" + fault.message() + ").");
}

bool same(const fs::directory_entry& entry, const fs::path& there) {
  std::error_code fault;
  const auto size = fs::file_size(there, fault);
  if (fault || size != entry.file_size(fault) || fault) return false;
  const auto time = fs::last_write_time(there, fault);
  return !fault && time == entry.last_write_time(fault) && !fault;
}

}  // namespace

Result<Copied> copy_files(const std::string& from, const std::string& to, bool instance, const Progress& progress) {
  Copied out;
  std::error_code fault;
  fs::create_directories(to, fault);
  if (fault) return copy_fault(fault, to);
  for (fs::recursive_directory_iterator at(from, fault), end; !fault && at != end; at.increment(fault)) {
    const fs::path place = fs::relative(at->path(), from);
    if (instance && at.depth() == 0 && is_left_out(place.filename().string())) {
      if (at->is_directory()) at.disable_recursion_pending();
      continue;
    }
    const fs::path there = fs::path(to) / place;
    std::error_code one;
    if (at->is_symlink(one)) continue;
    if (at->is_directory(one)) {
      fs::create_directory(there, at->path(), one);
      if (one) return copy_fault(one, there.string());
      continue;
    }
    if (!at->is_regular_file(one)) continue;
    if (!same(*at, there)) {
      const auto time = at->last_write_time(one);
      fs::copy_file(at->path(), there, fs::copy_options::overwrite_existing, one);
      if (one == std::errc::no_such_file_or_directory) continue;  // destroyed meanwhile, at the end of its term
      if (!one) fs::last_write_time(there, time, one);
      if (one) return copy_fault(one, there.string());
    }
    ++out.files;
    out.bytes += static_cast<std::int64_t>(at->file_size(one));
    if (progress) progress(out.files, out.bytes);
  }
  if (fault) return copy_fault(fault, from);
  const int folder = ::open(to.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::syncfs(folder) == 0;
  if (folder >= 0) ::close(folder);
  if (!synced) return unavailable("copy_failed", "The files can't be brought to disk: " + to + ".");
  return out;
}

Result<std::string> file_sha256(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return not_found("file_missing", "There is no file " + path + ".");
  Sha256 hash;
  std::string piece(1u << 20, '\0');
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) || file.gcount() > 0)
    hash.add(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())));
  if (file.bad()) return unavailable("file_read", "The file " + path + " can't be read.");
  return hash.hex();
}

}  // namespace muster::backup
