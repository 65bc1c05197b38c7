#include "devtools.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include <boost/json.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::browser {
namespace json = boost::json;
namespace {

constexpr std::size_t kMessageMax = 48u << 20;
constexpr int kTickMs = 100;
constexpr auto kMemoryEvery = std::chrono::milliseconds(500);
constexpr int kReads = 3, kWrites = 4;  // files of the browser's

Error ended() {
  return unavailable("browser_ended", "The browser has ended.");
}

std::vector<std::string> arguments_of(const LaunchOptions& options) {
  std::vector<std::string> out{
      options.program, "--headless=new", "--remote-debugging-pipe", "--user-data-dir=" + options.profile,
      "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update",
      "--disable-default-apps", "--disable-domain-reliability", "--disable-extensions", "--disable-sync",
      "--disable-breakpad", "--disable-crash-reporter", "--disable-client-side-phishing-detection", "--disable-gpu",
      "--disable-quic",
      "--disable-features=Translate,MediaRouter,DialMediaRouteProvider,OptimizationHints,AutofillServerCommunication,"
      "NetworkTimeServiceQuerying",
      "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
      // No name is looked up by the browser; without a visit's own proxy there is a closed door.
      "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--proxy-server=http://127.0.0.1:9",
      "--proxy-bypass-list=<-loopback>", "--js-flags=--max-old-space-size=256", "--renderer-process-limit=3",
      "--mute-audio", "--hide-scrollbars", "--password-store=basic", "--use-mock-keychain", "--window-size=412,915"};
  if (::geteuid() == 0) out.emplace_back("--no-sandbox");
  out.emplace_back("about:blank");
  return out;
}

// Two pipes, of which the browser gets one end each as its files 3 and 4.
struct Ends {
  int browser_reads = -1, we_write = -1, we_read = -1, browser_writes = -1;
  bool open() {
    int down[2], up[2];
    if (::pipe2(down, O_CLOEXEC) != 0) return false;
    browser_reads = down[0];
    we_write = down[1];
    if (::pipe2(up, O_CLOEXEC) != 0) return false;
    we_read = up[0];
    browser_writes = up[1];
    return true;
  }
  static void close(int& fd) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
  void close_all() {
    for (int* fd : {&browser_reads, &we_write, &we_read, &browser_writes}) close(*fd);
  }
};

// Files whose numbers collide with 3 and 4 are moved out of the way first: a duplicate onto itself would keep
// close-on-exec.
int moved_up(int fd) {
  return fd > kWrites ? fd : ::fcntl(fd, F_DUPFD_CLOEXEC, kWrites + 1);
}

pid_t launch(const LaunchOptions& options, const Ends& ends) {
  const int reads = moved_up(ends.browser_reads), writes = moved_up(ends.browser_writes);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&files, reads, kReads);
  posix_spawn_file_actions_adddup2(&files, writes, kWrites);
  posix_spawnattr_t how;
  posix_spawnattr_init(&how);
  posix_spawnattr_setpgroup(&how, 0);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  std::vector<std::string> words = arguments_of(options);
  std::vector<std::string> settings{"HOME=" + options.profile, "TMPDIR=" + options.profile, "LANG=C.UTF-8",
                                    "PATH=/usr/local/bin:/usr/bin:/bin"};
  std::vector<char*> arguments, environment;
  for (std::string& each : words) arguments.push_back(each.data());
  for (std::string& each : settings) environment.push_back(each.data());
  arguments.push_back(nullptr);
  environment.push_back(nullptr);
  pid_t pid = -1;
  if (::posix_spawn(&pid, options.program.c_str(), &files, &how, arguments.data(), environment.data()) != 0) pid = -1;
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&how);
  if (reads != ends.browser_reads) ::close(reads);
  if (writes != ends.browser_writes) ::close(writes);
  return pid;
}

}  // namespace

Result<std::unique_ptr<DevTools>> DevTools::start(const LaunchOptions& options) {
  if (::access(options.program.c_str(), X_OK) != 0)
    return unavailable("browser_missing", "There is no browser to visit pages with.");
  Ends ends;
  const pid_t pid = ends.open() ? launch(options, ends) : -1;
  Ends::close(ends.browser_reads);
  Ends::close(ends.browser_writes);
  if (pid < 0) {
    ends.close_all();
    return unavailable("browser_missing", "The browser could not be started.");
  }
  ::fcntl(ends.we_write, F_SETFL, O_NONBLOCK);
  ::fcntl(ends.we_read, F_SETFL, O_NONBLOCK);
  return std::unique_ptr<DevTools>(new DevTools(pid, ends.we_write, ends.we_read, options.memory_max_bytes));
}

DevTools::~DevTools() {
  ::close(to_);
  ::close(from_);
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
}

Result<void> DevTools::send(std::string_view message, Steady::time_point until) {
  // A browser that is gone must not end this process.
  sigset_t broken, before;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken, &before);
  Result<void> done;
  while (!message.empty() && done.ok()) {
    const ssize_t n = ::write(to_, message.data(), message.size());
    if (n > 0) {
      message.remove_prefix(static_cast<std::size_t>(n));
    } else if (n < 0 && errno == EAGAIN) {
      pollfd fd{to_, POLLOUT, 0};
      (void)::poll(&fd, 1, kTickMs);
      if (Steady::now() > until) done = unavailable("browser_time", "The browser did not answer in time.");
    } else if (n >= 0 || errno != EINTR) {
      done = ended();
    }
  }
  const timespec now{};
  while (sigtimedwait(&broken, nullptr, &now) == SIGPIPE) continue;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return done;
}

Result<void> DevTools::check_memory() {
  const auto now = Steady::now();
  if (now - checked_ < kMemoryEvery) return {};
  checked_ = now;
  if (resident_bytes() <= memory_max_) return {};
  return unavailable("browser_memory", "The page took more memory than a browser may have; the browser was ended.");
}

Result<std::string> DevTools::receive(Steady::time_point until) {
  for (;;) {
    if (const auto end = rest_.find('\0', looked_); end != std::string::npos) {
      std::string message = rest_.substr(0, end);
      rest_.erase(0, end + 1);
      looked_ = 0;
      return message;
    }
    looked_ = rest_.size();
    MUSTER_CHECK_OK(check_memory());
    if (Steady::now() > until) return unavailable("browser_time", "The browser did not answer in time.");
    pollfd fd{from_, POLLIN, 0};
    if (::poll(&fd, 1, kTickMs) <= 0) return std::string();
    char piece[65536];
    const ssize_t n = ::read(from_, piece, sizeof piece);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) return ended();
    if (n > 0) rest_.append(piece, static_cast<std::size_t>(n));
    if (rest_.size() > kMessageMax) return unavailable("browser_ended", "The browser said more than is read.");
  }
}

Result<json::object> DevTools::call(std::string_view method, const json::object& parameters, const std::string& session,
                                    Steady::time_point until) {
  const std::int64_t id = ++last_id_;
  json::object message{{"id", id}, {"method", json::string_view(method.data(), method.size())}, {"params", parameters}};
  if (!session.empty()) message["sessionId"] = session;
  std::string text = json::serialize(message);
  text += '\0';
  MUSTER_CHECK_OK(send(text, until));
  for (;;) {
    MUSTER_TRY(const std::string said, receive(until));
    if (said.empty()) continue;
    boost::system::error_code fault;
    const json::value value = json::parse(said, fault);
    if (fault || !value.is_object()) continue;
    const json::object& object = value.as_object();
    const json::value* answer = object.if_contains("id");
    if (!answer) {
      if (handler_) handler_(object);
      continue;
    }
    if (!answer->is_int64() || answer->as_int64() != id) continue;  // of a call that was given up
    if (const json::value* result = object.if_contains("result"); result && result->is_object())
      return result->as_object();
    return unavailable("browser_refused", fmt::format("The browser did not do {}.", method));
  }
}

void DevTools::post(std::string_view method, const json::object& parameters, const std::string& session) {
  json::object message{
      {"id", ++last_id_}, {"method", json::string_view(method.data(), method.size())}, {"params", parameters}};
  if (!session.empty()) message["sessionId"] = session;
  std::string text = json::serialize(message);
  text += '\0';
  (void)send(text, Steady::now() + std::chrono::seconds(2));  // a browser that is gone is noticed by who waits
}

Result<bool> DevTools::wait(const std::function<bool()>& done, Steady::time_point until) {
  while (!done()) {
    auto said = receive(until);
    if (!said.ok() && said.error().code == "browser_time") return false;
    if (!said.ok()) return said.error();
    if (said->empty()) continue;
    boost::system::error_code fault;
    const json::value value = json::parse(*said, fault);
    if (!fault && value.is_object() && !value.as_object().contains("id") && handler_) handler_(value.as_object());
  }
  return true;
}

}  // namespace muster::browser
