#include "started.h"
#include <sandbox/child.h>

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::sandbox {
namespace {

Error child_ended() {
  return unavailable("child_ended", "The program that was asked has ended.");
}

}  // namespace

Result<std::unique_ptr<SharedMemory>> SharedMemory::make(std::size_t bytes) {
  std::unique_ptr<SharedMemory> out(new SharedMemory());
  out->size_ = bytes;
  out->file_ = memfd_create("muster", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  const Error none = unavailable("shared_memory", "The system gave no memory to share with a program.");
  if (out->file_ < 0 || ftruncate(out->file_, static_cast<off_t>(bytes)) != 0) return none;
  // The child can't make it smaller under our hands, nor larger.
  if (fcntl(out->file_, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) return none;
  void* at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, out->file_, 0);
  if (at == MAP_FAILED) return none;
  out->data_ = static_cast<unsigned char*>(at);
  return out;
}

SharedMemory::~SharedMemory() {
  if (data_ != nullptr) munmap(data_, size_);
  if (file_ >= 0) close(file_);
}

void SharedMemory::forget() {
  (void)madvise(data_, size_, MADV_REMOVE);
}

unsigned char* SharedMemory::inherited(std::size_t bytes) {
  void* at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, kInheritedFile, 0);
  return at == MAP_FAILED ? nullptr : static_cast<unsigned char*>(at);
}

Result<std::unique_ptr<Child>> Child::start(const std::string& program, const SharedMemory& memory) {
  const Error missing = unavailable("program_missing", "The program " + program + " can't be started.");
  if (access(program.c_str(), X_OK) != 0) return missing;
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return missing;
  const pid_t pid = spawn(program, "MALLOC_ARENA_MAX=1", ends[1], ends[1], memory.file());
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return missing;
  }
  return std::unique_ptr<Child>(new Child(pid, ends[0]));
}

Child::~Child() {
  close(socket_);
  kill(pid_, SIGKILL);
  collect(pid_);
}

Result<void> Child::wait_for(short what, SteadyTime until) const {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return unavailable("child_time", "The program that was asked did not answer in time.");
    pollfd fd{socket_, what, 0};
    const int n = poll(&fd, 1, static_cast<int>(left.count()));
    if (n > 0) return {};
    if (n < 0 && errno != EINTR) return child_ended();
  }
}

Result<void> Child::send(std::string_view bytes, SteadyTime until) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      MUSTER_CHECK_OK(wait_for(POLLOUT, until));
    } else if (errno != EINTR) {
      return child_ended();
    }
  }
  return {};
}

Result<void> Child::receive(char* out, std::size_t size, SteadyTime until) {
  while (size > 0) {
    MUSTER_CHECK_OK(wait_for(POLLIN, until));
    const ssize_t n = ::recv(socket_, out, size, MSG_DONTWAIT);
    if (n > 0) {
      out += n;
      size -= static_cast<std::size_t>(n);
    } else if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) {
      return child_ended();
    }
  }
  return {};
}

}  // namespace muster::sandbox
