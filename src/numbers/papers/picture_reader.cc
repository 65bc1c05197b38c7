// Starts the program that looks at a picture, feeds it, takes what it says, and ends it when its time is over.
#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <papers/picture.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::papers {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

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
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(const Child&) = delete;
  ~Child() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    wait();
  }
  // Whether it ended by itself, and well.
  bool wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  pid_t pid_;
};

pid_t start(const std::string& program, const Pipe& in, const Pipe& out) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  // Nothing of this process's environment: keys and addresses of databases may stand there.
  std::string name = program, threads = "OMP_THREAD_LIMIT=1";
  std::array<char*, 2> argv{name.data(), nullptr};
  std::array<char*, 2> environment{threads.data(), nullptr};
  pid_t pid = -1;
  const int fault = posix_spawn(&pid, program.c_str(), &actions, nullptr, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  return fault == 0 ? pid : -1;
}

// Writes and reads at once, so that neither side waits for the other. False: its time is over.
bool exchange(Pipe& in, Pipe& out, std::string_view picture, std::string& said, SteadyTime until) {
  fcntl(in.write, F_SETFL, O_NONBLOCK);
  while (out.read >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    std::array<pollfd, 2> fds{pollfd{out.read, POLLIN, 0}, pollfd{in.write, POLLOUT, 0}};
    if (poll(fds.data(), in.write >= 0 ? 2 : 1, static_cast<int>(left.count())) < 0 && errno != EINTR) return false;
    if (in.write >= 0 && fds[1].revents != 0) {
      const ssize_t n = write(in.write, picture.data(), picture.size());
      if (n > 0) picture.remove_prefix(static_cast<std::size_t>(n));
      if (picture.empty() || (n < 0 && errno != EAGAIN && errno != EINTR)) Pipe::close_end(in.write);
    }
    if (fds[0].revents != 0) {
      std::array<char, 4096> buffer{};
      const ssize_t n = read(out.read, buffer.data(), buffer.size());
      if (n > 0 && said.size() <= kWireMaxBytes) said.append(buffer.data(), static_cast<std::size_t>(n));
      if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) Pipe::close_end(out.read);
    }
  }
  return true;
}

bool is_picture(std::string_view bytes) {
  return bytes.starts_with("\x89PNG\r\n\x1a\n") || bytes.starts_with("\xff\xd8\xff");
}

}  // namespace

Result<Offered> PictureReader::read(std::string_view picture, const identifiers::MrzOptions& mrz) const {
  if (picture.size() > kPictureMaxBytes) return picture_fault("picture_size");
  if (!is_picture(picture)) return picture_fault("picture_form");
  const Error missing = unavailable("picture_reader_missing", "The program that looks at pictures can't be started.");
  if (access(options_.program.c_str(), X_OK) != 0) return missing;
  // A process that ends early must not end this one.
  sigset_t broken_pipe, before;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
  Pipe in, out;
  if (in.read < 0 || out.read < 0) return missing;
  const pid_t pid = start(options_.program, in, out);
  Pipe::close_end(in.read);
  Pipe::close_end(out.write);
  if (pid < 0) return missing;
  Child child(pid);
  std::string said;
  const bool in_time = exchange(in, out, picture, said, std::chrono::steady_clock::now() + options_.time_max);
  const timespec none{};
  while (sigtimedwait(&broken_pipe, nullptr, &none) > 0) {
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (!in_time) return picture_fault("picture_time");
  if (!child.wait() && said.find("fault ") == std::string::npos) return picture_fault("picture_unreadable");
  MUSTER_TRY(Seen seen, read_seen(said));
  Offered offered;
  for (std::string& zone : seen.zones) {
    auto report = identifiers::read_mrz(zone, mrz);
    offered.zones.push_back({std::move(zone), std::move(report)});
  }
  offered.codes = std::move(seen.codes);
  return offered;
}

}  // namespace muster::papers
