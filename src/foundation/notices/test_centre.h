// A message centre that speaks SMPP, for tests: it says what it is told to say, and keeps what it was sent.
#pragma once

#include "smpp_pdu.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::notices {

// Listens on a free port of loopback; `serve` gets each connection in turn, on a thread.
class TestListener {
 public:
  explicit TestListener(std::function<void(int)> serve) : serve_(std::move(serve)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~TestListener() {
    stop_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  std::uint16_t port() const { return port_; }
  bool stopped() const { return stop_; }

 private:
  void run() {
    while (!stop_) {
      pollfd one{listener_, POLLIN, 0};
      if (::poll(&one, 1, 20) <= 0) continue;
      const int peer = ::accept(listener_, nullptr, nullptr);
      if (peer < 0) continue;
      const timeval timeout{0, 50'000};
      ::setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
      serve_(peer);
      ::close(peer);
    }
  }
  std::function<void(int)> serve_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

class TestCentre {
 public:
  using Answer = std::function<std::string(const smpp::Pdu&)>;  // bytes; "" closes the link
  explicit TestCentre(Answer answer = {}) : answer_(std::move(answer)) {}

  static std::string response(const smpp::Pdu& to, std::uint32_t status = 0, std::string body = {}) {
    return smpp::encode({to.command | smpp::kResponse, status, to.sequence, std::move(body)});
  }
  // As a centre does that takes everything: ids "m1", "m2" …
  std::string usual(const smpp::Pdu& pdu) {
    if (pdu.command == smpp::kSubmit)
      return response(pdu, 0, "m" + std::to_string(++submitted_) + std::string(1, '\0'));
    if (pdu.command == smpp::kBindTransceiver || pdu.command == smpp::kBindTransmitter)
      return response(pdu, 0, std::string("SMSC\0", 5));
    if ((pdu.command & smpp::kResponse) != 0) return {' '};  // an answer to us: nothing to say
    return response(pdu);
  }
  std::uint16_t port() const { return listener_.port(); }
  std::vector<smpp::Pdu> got() {
    const std::lock_guard lock(mutex_);
    return got_;
  }
  std::vector<smpp::Pdu> got(std::uint32_t command) {
    std::vector<smpp::Pdu> out;
    for (const auto& pdu : got())
      if (pdu.command == command) out.push_back(pdu);
    return out;
  }

 private:
  void serve(int peer) {
    std::string received;
    while (!listener_.stopped()) {
      char buffer[4096];
      const ssize_t n = ::recv(peer, buffer, sizeof buffer, 0);
      if (n == 0 || (n < 0 && errno != EAGAIN)) return;
      if (n > 0) received.append(buffer, static_cast<std::size_t>(n));
      for (;;) {
        const auto length = smpp::announced(received);
        if (!length || received.size() < *length) break;
        const auto pdu = *smpp::decode(std::string_view(received).substr(0, *length));
        received.erase(0, *length);
        {
          const std::lock_guard lock(mutex_);
          got_.push_back(pdu);
        }
        const std::string say = answer_ ? answer_(pdu) : usual(pdu);
        if (say.empty()) return;
        if (say != " ") ::send(peer, say.data(), say.size(), MSG_NOSIGNAL);
      }
    }
  }
  Answer answer_;
  std::mutex mutex_;
  std::vector<smpp::Pdu> got_;
  std::atomic<int> submitted_{0};
  TestListener listener_{[this](int peer) { serve(peer); }};
};

}  // namespace muster::notices
