#include "spill.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace muster::billing {
namespace {

constexpr std::size_t kRunBytes = 48 * 1024;
constexpr std::size_t kRunHead = 8;

Error no_room() {
  if (errno == ENOSPC || errno == EDQUOT)
    return unavailable("disk_full", "The disk is full. Make room and go on; nothing that was done is lost.");
  return internal_error("charges_folder", "The folder of the reconciliation can not be written to.");
}

}  // namespace

Lines::~Lines() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> Lines::open(const std::string& path, std::uint64_t length) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return no_room();
  if (::ftruncate(fd, static_cast<off_t>(length)) != 0) {
    ::close(fd);
    return no_room();
  }
  fd_ = fd;
  length_ = length;
  return {};
}

Result<void> Lines::append(std::string_view text) {
  const std::size_t size = text.size();
  while (!text.empty()) {
    const ssize_t n = ::write(fd_, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return no_room();
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  length_ += size;
  return {};
}

Result<void> Lines::sync() {
  return ::fdatasync(fd_) == 0 ? Result<void>() : Result<void>(no_room());
}

bool Lines::read(char* to, std::size_t bytes, std::uint64_t offset) const {
  while (bytes > 0) {
    const ssize_t n = ::pread(fd_, to, bytes, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    to += n;
    offset += static_cast<std::uint64_t>(n);
    bytes -= static_cast<std::size_t>(n);
  }
  return true;
}

Result<void> Spill::open(const std::string& path, std::uint64_t length) {
  MUSTER_CHECK_OK(file_.open(path, length));
  for (std::uint64_t at = 0; at < length;) {
    std::uint32_t head[2] = {};
    if (!file_.read(reinterpret_cast<char*>(head), kRunHead, at) || head[0] >= kPartitions ||
        at + kRunHead + head[1] > length)
      return internal_error("charges_folder", "What the reconciliation had kept on disk is damaged; start it anew.");
    runs_[head[0]].push_back({at + kRunHead, head[1]});
    at += kRunHead + head[1];
  }
  return {};
}

Result<void> Spill::write_run(std::size_t partition) {
  std::string& records = waiting_[partition];
  if (records.empty()) return {};
  const std::uint32_t head[2] = {static_cast<std::uint32_t>(partition), static_cast<std::uint32_t>(records.size())};
  std::string run(reinterpret_cast<const char*>(head), kRunHead);
  run += records;
  const std::uint64_t at = file_.length();
  MUSTER_CHECK_OK(file_.append(run));
  runs_[partition].push_back({at + kRunHead, head[1]});
  records.clear();
  return {};
}

Result<void> Spill::append(std::size_t partition, std::string_view records) {
  waiting_[partition].append(records);
  return waiting_[partition].size() < kRunBytes ? Result<void>() : write_run(partition);
}

Result<void> Spill::flush() {
  for (std::size_t p = 0; p < kPartitions; ++p) MUSTER_CHECK_OK(write_run(p));
  return {};
}

Result<void> Spill::read(std::size_t partition, const std::function<bool(std::string_view)>& visit) const {
  std::string bytes;
  for (const Run& run : runs_[partition]) {
    bytes.resize(run.bytes);
    if (!file_.read(bytes.data(), run.bytes, run.offset))
      return internal_error("charges_folder", "What the reconciliation had kept on disk is gone; start it anew.");
    if (!visit(bytes)) return {};
  }
  return {};
}

}  // namespace muster::billing
