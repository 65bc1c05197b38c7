#include "sender.h"
#include "unix_socket.h"
#include <intake/receiver.h>

#include <atomic>
#include <cerrno>
#include <list>
#include <mutex>
#include <thread>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::intake {

struct Receiver::Inside {
  ReceiverOptions options;
  Handler& handler;
  int listener = -1, wake = -1;
  std::thread thread;
  std::list<Sender> senders;
  mutable std::mutex mutex;  // guards shown
  ReceiverCounts counts, shown;

  void serve();
  void accept_waiting();
  void read_from(std::list<Sender>::iterator at);
  void show() {
    counts.senders_now = senders.size();
    const std::lock_guard lock(mutex);
    shown = counts;
  }
};

Receiver::Receiver(ReceiverOptions options, Handler& handler)
    : inside_(new Inside{std::move(options), handler, -1, -1, {}, {}, {}, {}, {}}) {}

Receiver::~Receiver() {
  stop();
}

Result<void> Receiver::start() {
  MUSTER_TRY(inside_->listener, listen_on(inside_->options.path, inside_->options.mode));
  inside_->wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  inside_->thread = std::thread([this] { inside_->serve(); });
  return {};
}

void Receiver::stop() {
  Inside& in = *inside_;
  if (!in.thread.joinable()) return;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(in.wake, &one, sizeof one);
  in.thread.join();
  ::close(in.listener);
  ::close(in.wake);
  ::unlink(in.options.path.c_str());
}

ReceiverCounts Receiver::counts() const {
  const std::lock_guard lock(inside_->mutex);
  return inside_->shown;
}

void Receiver::Inside::accept_waiting() {
  for (std::size_t i = 0; i < kSendersMax; ++i) {
    const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    if (senders.size() >= kSendersMax) {
      ++counts.senders_over_max;
      ::close(fd);
      continue;
    }
    ++counts.senders;
    senders.emplace_back(fd);
  }
}

void Receiver::Inside::read_from(std::list<Sender>::iterator at) {
  handler.begin();
  const bool open = at->read(handler, counts);
  handler.end();
  if (!open) senders.erase(at);
}

void Receiver::Inside::serve() {
  std::vector<pollfd> polled;
  bool stopping = false;
  while (!stopping) {
    polled.assign({{wake, POLLIN, 0}, {listener, POLLIN, 0}});
    for (const Sender& sender : senders) polled.push_back({sender.fd(), POLLIN, 0});
    if (::poll(polled.data(), polled.size(), 1000) < 0 && errno != EINTR) break;
    stopping = polled[0].revents != 0;
    std::size_t i = 2;
    for (auto at = senders.begin(); at != senders.end();) {
      const auto here = at++;
      if (i < polled.size() && polled[i++].revents != 0) {
        read_from(here);
      } else if (here->too_slow()) {
        ++counts.senders_too_slow;
        senders.erase(here);
      }
    }
    if (polled[1].revents != 0) accept_waiting();
    show();
  }
  // What senders had written before the end is taken; then they are told by the closed socket.
  for (auto at = senders.begin(); at != senders.end();) {
    const auto here = at++;
    handler.begin();
    here->drain(handler, counts);
    handler.end();
    senders.erase(here);
  }
  show();
}

std::vector<std::pair<std::string_view, std::uint64_t>> ReceiverCounts::dropped() const {
  return {{code(DnstapFault::form), of(DnstapFault::form)},
          {code(DnstapFault::client), of(DnstapFault::client)},
          {code(DnstapFault::message), of(DnstapFault::message)},
          {code(DnstapFault::pointer), of(DnstapFault::pointer)},
          {code(DnstapFault::cut_off), of(DnstapFault::cut_off)},
          {"frame_too_long", too_long},
          {"frame_cut_off", cut_off},
          {"sender_over_max", senders_over_max},
          {"sender_refused", senders_refused},
          {"sender_too_slow", senders_too_slow}};
}

}  // namespace muster::intake
