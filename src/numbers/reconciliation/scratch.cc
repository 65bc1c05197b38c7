#include "scratch.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace muster::reconciliation {
namespace {

constexpr std::size_t kValuesHeld = 8'192;

Error scratch_error() {
  if (errno == ENOSPC || errno == EDQUOT)
    return Error{
        Failure::unavailable, "disk_full", "The disk is full; nothing was changed. Make room and run it again.", {}};
  return Error{Failure::unavailable,
               "reconciliation_scratch",
               "The folder for what does not fit into memory can't be used. Name another one.",
               {}};
}

}  // namespace

Scratch::Scratch(Scratch&& other) noexcept {
  *this = std::move(other);
}
Scratch& Scratch::operator=(Scratch&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(count_, other.count_);
  std::swap(read_, other.read_);
  std::swap(at_, other.at_);
  held_.swap(other.held_);
  return *this;
}
Scratch::~Scratch() {
  if (fd_ >= 0) ::close(fd_);
}

Result<Scratch> Scratch::write(const std::string& folder, std::span<const std::uint64_t> values) {
  Scratch made(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (made.fd_ < 0) return scratch_error();
  const char* bytes = reinterpret_cast<const char*>(values.data());
  for (std::size_t done = 0; done < values.size_bytes();) {
    const ssize_t wrote = ::pwrite(made.fd_, bytes + done, values.size_bytes() - done, static_cast<off_t>(done));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return scratch_error();
    done += static_cast<std::size_t>(wrote);
  }
  made.count_ = values.size();
  MUSTER_CHECK_OK(made.fill());
  return made;
}

Result<void> Scratch::advance() {
  if (++at_ == held_.size() && read_ < count_) return fill();
  return {};
}

Result<void> Scratch::fill() {
  held_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kValuesHeld, count_ - read_)));
  at_ = 0;
  char* bytes = reinterpret_cast<char*>(held_.data());
  const std::size_t wanted = held_.size() * sizeof(std::uint64_t);
  for (std::size_t done = 0; done < wanted;) {
    const ssize_t got =
        ::pread(fd_, bytes + done, wanted - done, static_cast<off_t>(read_ * sizeof(std::uint64_t) + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return scratch_error();
    done += static_cast<std::size_t>(got);
  }
  read_ += held_.size();
  return {};
}

}  // namespace muster::reconciliation
