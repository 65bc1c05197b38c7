#include <base/files.h>
#include <base/text.h>
#include <vault/erasures.h>
#include <vault/key_ring.h>

#include <algorithm>
#include <filesystem>

#include <backup/backup.h>
#include <doctor/doctor.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

namespace muster::doctor {
namespace {

std::optional<struct stat> status_of(const std::string& path) {
  struct stat out {};
  return ::stat(path.c_str(), &out) == 0 ? std::optional(out) : std::nullopt;
}

Instant changed_at(const struct stat& status) {
  return {static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000 + status.st_mtim.tv_nsec / 1'000};
}

// Whether the kernel's clock is disciplined by something (adjtimex(2)).
std::optional<bool> clock_kept() {
  struct timex state {};
  const int answer = ::adjtimex(&state);
  if (answer < 0) return std::nullopt;
  return answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

}  // namespace

FolderState look_at_folder(const std::string& data) {
  FolderState out;
  const auto folder = status_of(data);
  out.there = folder && S_ISDIR(folder->st_mode);
  out.clock_kept = clock_kept();
  if (!out.there) return out;
  out.open_to_others = (folder->st_mode & S_IRWXO) != 0;
  out.writable = ::access(data.c_str(), W_OK | X_OK) == 0;
  std::error_code fault;
  if (const auto space = std::filesystem::space(data, fault); !fault) {
    out.disk_free = static_cast<std::int64_t>(space.available);
    out.disk_size = static_cast<std::int64_t>(space.capacity);
  }
  for (const char* name : backup::kKeyFiles) {
    const auto file = status_of(data + "/" + name);
    if (!file)
      out.keys_missing.emplace_back(name);
    else if ((file->st_mode & (S_IRWXG | S_IRWXO)) != 0)
      out.keys_open.emplace_back(name);
    if (file && std::string_view(name) == "vault.erased") out.erasures_at = changed_at(*file);
  }
  if (const auto ring = vault::KeyRing::open(data + "/vault.keys"); ring.ok()) {
    // Two index keys are a rotation as well that is on its way.
    out.ring_size = std::max(ring->size(), ring->index_generations().size());
    out.ring_turned = ring->made_at(ring->active());
  }
  if (const auto last = read_file(data + "/" + backup::kLastFile, 1'000); last.ok())
    if (const auto at = parse_rfc3339(trim(*last)); at.ok()) out.backup_at = *at;
  return out;
}

}  // namespace muster::doctor
