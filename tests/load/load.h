// Many keep-alive connections to one server on loopback, each with one request under way, until as many pieces of work
// are done. Not thread-safe.
#pragma once

#include "connection.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <poll.h>

namespace muster::load {

enum class Verdict { done, again, failed };

struct LoadPlan {
  std::uint16_t port = 0;
  int from = 0, count = 0, connections = 64;
  bool retry = false;  // a broken connection, or an answer of 500 and more, is tried again
  // The next request of the piece of work n.
  std::function<std::string(int n)> request_of;
  // What its answer means; asked for answers below 500.
  std::function<Verdict(int n, int status, std::string_view body)> answered;
};

class Load {
 public:
  explicit Load(const LoadPlan& plan);
  // Whether all is done; prints rate and latencies (from a piece's first request to its last answer) as JSON.
  bool run(const char* counted = "acknowledged");

 private:
  using Clock = std::chrono::steady_clock;
  struct Slot {
    Connection connection;
    int n = -1;  // the piece under way; -1: none
    Clock::time_point begun;
  };
  int done() const { return static_cast<int>(latencies_.size()); }
  void begin(Slot& slot);
  void wait();
  void go_on(Slot& slot);
  void report(double seconds, const char* counted);

  const LoadPlan& plan_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<pollfd> polled_;
  std::vector<Slot*> waiting_;
  std::vector<double> latencies_;
  std::map<int, int> other_;
  Clock::time_point last_answer_, away_until_;
  int next_ = 0, broken_ = 0;
  bool failed_ = false;
};

}  // namespace muster::load
