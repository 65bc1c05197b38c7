// One browser process and its DevTools protocol over two pipes. Belongs to one thread at a time.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace boost::json {
class object;
}

namespace muster::browser {

using Steady = std::chrono::steady_clock;

struct LaunchOptions {
  std::string program;
  std::string profile;  // folder of its own
  std::size_t memory_max_bytes = 1500u << 20;
};

class DevTools {
 public:
  // Errors: browser_missing, browser_ended.
  static Result<std::unique_ptr<DevTools>> start(const LaunchOptions& options);
  ~DevTools();  // ends all of its processes
  DevTools(const DevTools&) = delete;

  // What came without being asked for, during calls and waiting.
  void on_event(std::function<void(const boost::json::object&)> handler) { handler_ = std::move(handler); }
  // `session`: "" for the browser itself. Answers that say an error come as browser_refused. Errors: browser_time,
  // browser_ended, browser_memory.
  Result<boost::json::object> call(std::string_view method, const boost::json::object& parameters,
                                   const std::string& session, Steady::time_point until);
  // Without waiting for the answer, which is passed over: from within a handler of events.
  void post(std::string_view method, const boost::json::object& parameters, const std::string& session);
  // Takes events until `done` says so. False: time was up first.
  Result<bool> wait(const std::function<bool()>& done, Steady::time_point until);

  std::size_t resident_bytes() const;  // of all its processes together; what they share counts for each
  int pid() const { return pid_; }

 private:
  DevTools(int pid, int to, int from, std::size_t memory_max)
      : pid_(pid), to_(to), from_(from), memory_max_(memory_max) {}
  Result<void> send(std::string_view message, Steady::time_point until);
  // The next message, waited for at most a tick; nothing when there is none yet.
  Result<std::string> receive(Steady::time_point until);
  Result<void> check_memory();

  int pid_, to_, from_;
  const std::size_t memory_max_;
  Steady::time_point checked_{};
  std::string rest_;
  std::size_t looked_ = 0;  // in rest_, for the end of a message
  std::int64_t last_id_ = 0;
  std::function<void(const boost::json::object&)> handler_;
};

}  // namespace muster::browser
