#include "spill.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

namespace muster::names {

int open_unnamed(const std::string& folder) {
  int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) return fd;
  std::string name = folder + "/muster-names-XXXXXX";  // file systems without O_TMPFILE
  fd = ::mkostemp(name.data(), O_CLOEXEC);
  if (fd >= 0) ::unlink(name.c_str());
  return fd;
}

Result<void> write_at(int fd, std::string_view bytes, std::uint64_t at, const char* code) {
  while (!bytes.empty()) {
    const auto wrote =
        ::pwrite(fd, bytes.data(), std::min<std::size_t>(bytes.size(), 1u << 30), static_cast<off_t>(at));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0)
      return unavailable(errno == ENOSPC ? "disk_full" : code,
                         "The index can't be written. The old one is still there; check the disk and the folder, then "
                         "try again.");
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
    at += static_cast<std::uint64_t>(wrote);
  }
  return {};
}

Result<Spill> Spill::open(const std::string& folder, std::size_t buffer_bytes) {
  const int fd = open_unnamed(folder);
  if (fd < 0)
    return unavailable("index_scratch",
                       "No file can be made in the folder " + folder + " for rules that memory can't hold.");
  return Spill(fd, buffer_bytes);
}

Spill::Spill(Spill&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      buffer_max_(other.buffer_max_),
      buffer_(std::move(other.buffer_)),
      written_(other.written_),
      rows_(other.rows_) {}
Spill::~Spill() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> Spill::add(std::string_view text, std::uint8_t kind, std::uint32_t payload, std::uint32_t line) {
  char front[kFront];
  front[0] = static_cast<char>(text.size());
  front[1] = static_cast<char>(kind);
  std::memcpy(front + 2, &payload, 4);
  std::memcpy(front + 6, &line, 4);
  buffer_.append(front, kFront);
  buffer_.append(text);
  ++rows_;
  return buffer_.size() >= buffer_max_ ? flush() : Result<void>();
}

Result<void> Spill::flush() {
  MUSTER_CHECK_OK(write_at(fd_, buffer_, written_, "index_scratch"));
  written_ += buffer_.size();
  buffer_.clear();
  return {};
}

Result<std::size_t> Spill::read(char* to, std::size_t bytes, std::uint64_t at) const {
  for (;;) {
    const auto got = ::pread(fd_, to, bytes, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unavailable("index_scratch", "A file of rules that memory can't hold can't be read back.");
    return static_cast<std::size_t>(got);
  }
}

}  // namespace muster::names
