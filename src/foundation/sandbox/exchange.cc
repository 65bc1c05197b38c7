#include "started.h"
#include <sandbox/exchange.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace muster::sandbox {
namespace {

struct Pipe {
  int read = -1, write = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) == 0) {
      read = ends[0];
      write = ends[1];
    }
  }
  Pipe(const Pipe&) = delete;
  ~Pipe() {
    close_end(read);
    close_end(write);
  }
  static void close_end(int& fd) {
    if (fd >= 0) close(fd);
    fd = -1;
  }
};

// The process, ended and collected in every case.
class Once {
 public:
  explicit Once(pid_t pid) : pid_(pid) {}
  Once(const Once&) = delete;
  ~Once() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    wait();
  }
  bool wait() { return collect(std::exchange(pid_, 0)); }

 private:
  pid_t pid_;
};

// Writes and reads at once, so that neither side waits for the other. False: its time is over.
bool talk(Pipe& in, Pipe& out, std::string_view input, std::string& said, std::size_t said_max,
          std::chrono::steady_clock::time_point until) {
  fcntl(in.write, F_SETFL, O_NONBLOCK);
  while (out.read >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    std::array<pollfd, 2> fds{pollfd{out.read, POLLIN, 0}, pollfd{in.write, POLLOUT, 0}};
    if (poll(fds.data(), in.write >= 0 ? 2 : 1, static_cast<int>(left.count())) < 0 && errno != EINTR) return false;
    if (in.write >= 0 && fds[1].revents != 0) {
      const ssize_t n = write(in.write, input.data(), input.size());
      if (n > 0) input.remove_prefix(static_cast<std::size_t>(n));
      if (input.empty() || (n < 0 && errno != EAGAIN && errno != EINTR)) Pipe::close_end(in.write);
    }
    if (fds[0].revents != 0) {
      std::array<char, 4096> buffer{};
      const ssize_t n = read(out.read, buffer.data(), buffer.size());
      if (n > 0 && said.size() <= said_max) said.append(buffer.data(), static_cast<std::size_t>(n));
      if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) Pipe::close_end(out.read);
    }
  }
  return true;
}

}  // namespace

Result<Exchanged> exchange_once(const std::string& program, const std::string& setting, std::string_view input,
                                std::size_t said_max, Duration time_max) {
  const Error missing = unavailable("program_missing", "The program " + program + " can't be started.");
  if (access(program.c_str(), X_OK) != 0) return missing;
  // A process that ends early must not end this one.
  sigset_t broken_pipe, before;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
  Pipe in, out;
  const pid_t pid = in.read < 0 || out.read < 0 ? -1 : spawn(program, setting, in.read, out.write, -1);
  Pipe::close_end(in.read);
  Pipe::close_end(out.write);
  Exchanged done;
  if (pid > 0) {
    Once child(pid);
    done.in_time = talk(in, out, input, done.said, said_max, std::chrono::steady_clock::now() + time_max);
    if (done.in_time) done.ended_well = child.wait();
  }
  const timespec none{};
  while (sigtimedwait(&broken_pipe, nullptr, &none) > 0) {
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) return missing;
  return done;
}

}  // namespace muster::sandbox
