// Questions to a resolver on loopback, for bench/resolvers.cc: one that waits for its answer, one name asked all the
// time, and names whose answer is to change.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::test {

using Steady = std::chrono::steady_clock;

inline double seconds_since(Steady::time_point from) {
  return std::chrono::duration<double>(Steady::now() - from).count();
}

// A UDP socket to one resolver.
class Asker {
 public:
  explicit Asker(std::uint16_t port) : fd_(socket(AF_INET, SOCK_DGRAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd_ < 0 || connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
      throw std::runtime_error("no socket to the resolver");
  }
  ~Asker() { close(fd_); }
  Asker(const Asker&) = delete;

  // For an address of the name. A question that can't be sent is one without an answer.
  void send(std::uint16_t id, const std::string& name) const {
    std::string question{static_cast<char>(id >> 8), static_cast<char>(id & 0xff), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    for (std::size_t from = 0; from < name.size();) {
      const std::size_t dot = std::min(name.find('.', from), name.size());
      question += static_cast<char>(dot - from);
      question += name.substr(from, dot - from);
      from = dot + 1;
    }
    question += std::string("\0\0\1\0\1", 5);
    (void)::send(fd_, question.data(), question.size(), 0);
  }
  struct Answer {
    std::uint16_t id = 0;
    int code = 0;  // RCODE
  };
  // The next answer that comes until then.
  std::optional<Answer> next(Steady::time_point until) const {
    for (;;) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now()).count();
      pollfd wait{fd_, POLLIN, 0};
      if (left < 0 || poll(&wait, 1, static_cast<int>(left)) <= 0) return {};
      unsigned char got[1500];
      if (recv(fd_, got, sizeof got, 0) >= 12)
        return Answer{static_cast<std::uint16_t>(got[0] << 8 | got[1]), got[3] & 15};
    }
  }

 private:
  const int fd_;
};

// The RCODE of an answer; −1 none came in time.
inline int ask(std::uint16_t port, const std::string& name, std::chrono::milliseconds most) {
  const Asker asker(port);
  asker.send(1, name);
  const auto answer = asker.next(Steady::now() + most);
  return answer ? answer->code : -1;
}

// Asks all the time, and knows the longest while without an answer.
class Prober {
 public:
  explicit Prober(std::uint16_t port)
      : thread_([this, port] {
          auto last = Steady::now();
          while (!stop_) {
            const bool answered = ask(port, "good.example", std::chrono::milliseconds(250)) >= 0;
            longest_ = std::max(longest_.load(), seconds_since(last));
            if (!answered) continue;
            last = Steady::now();
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
          }
        }) {}
  ~Prober() { longest(); }
  double longest() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
    return longest_;
  }

 private:
  std::atomic<bool> stop_{false};
  std::atomic<double> longest_{0};
  std::thread thread_;
};

inline constexpr auto kChangeMost = std::chrono::seconds(300);  // then it never came

// Names whose answer is to change, each with its own clock. Those still waited for are asked in turn, kAskedARound of
// them each kRound, so that a name is asked again after (names waited for ÷ kAskedARound) rounds: what is measured is
// late by that much at most, and the questions weigh no more when many wait.
class Waiting {
 public:
  explicit Waiting(std::uint16_t port) : asker_(port), thread_([this] { run(); }) {}
  ~Waiting() { finish(); }

  // From now on asked until the answer has this code; its time runs since `from`.
  void add(std::string name, int code, Steady::time_point from) {
    const std::lock_guard lock(mutex_);
    coming_.push_back({std::move(name), code, from, false});
  }
  struct Came {
    std::vector<double> seconds;
    std::int64_t never = 0;
  };
  // Waits for what is still to come.
  Came finish() {
    over_ = true;
    if (thread_.joinable()) thread_.join();
    return came_;
  }

 private:
  static constexpr std::size_t kAskedARound = 8;
  static constexpr auto kRound = std::chrono::milliseconds(10);
  struct Change {
    std::string name;
    int code = 0;
    Steady::time_point from;
    bool over = false;
  };

  void run() {
    for (;;) {
      const auto until = Steady::now() + kRound;
      const bool last = over_;
      {
        const std::lock_guard lock(mutex_);
        for (; taken_ < coming_.size(); ++taken_) turn_.push_back(&coming_[taken_]);
      }
      if (last && turn_.empty()) return;
      ask_some();
      while (const auto answer = asker_.next(until)) take(*answer);
    }
  }
  void ask_some() {
    for (std::size_t left = std::min(kAskedARound, turn_.size()); left > 0; --left) {
      Change* each = turn_.front();
      turn_.pop_front();
      if (each->over) continue;
      if (Steady::now() - each->from > kChangeMost) {
        each->over = true;
        ++came_.never;
        continue;
      }
      asked_[++id_] = each;
      asker_.send(id_, each->name);
      turn_.push_back(each);
    }
  }
  void take(const Asker::Answer& answer) {
    Change* each = asked_[answer.id];
    if (!each || each->over || answer.code != each->code) return;
    each->over = true;
    came_.seconds.push_back(seconds_since(each->from));
  }

  const Asker asker_;
  std::mutex mutex_;           // of the next
  std::deque<Change> coming_;  // only grows: what is in stays where it is
  std::atomic<bool> over_{false};
  // The thread's alone, until it ends.
  std::size_t taken_ = 0;
  std::deque<Change*> turn_;
  std::array<Change*, 65536> asked_{};
  std::uint16_t id_ = 0;
  Came came_;
  std::thread thread_;  // last: it starts when the rest is there
};

}  // namespace muster::test
