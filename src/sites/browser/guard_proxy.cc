#include "guard_proxy.h"

#include <testing/address_guard.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::browser {
namespace {

constexpr int kTick = 50;  // ms
constexpr std::size_t kHeadMax = 32u << 10;
constexpr std::string_view kRefused = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr std::string_view kOpen = "HTTP/1.1 200 OK\r\n\r\n";

bool wait_for(int fd, short what, int ms) {
  pollfd one{fd, what, 0};
  return ::poll(&one, 1, ms) > 0 && (one.revents & (POLLERR | POLLNVAL)) == 0;
}

bool send_all(int fd, std::string_view bytes, const std::atomic<bool>& stopping) {
  while (!bytes.empty() && !stopping) {
    const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0)
      bytes.remove_prefix(static_cast<std::size_t>(n));
    else if (n < 0 && (errno == EAGAIN || errno == EINTR))
      (void)wait_for(fd, POLLOUT, kTick);
    else
      return false;
  }
  return bytes.empty();
}

// The endpoint of an address, connected to within a few seconds; -1.
int connected(const sockaddr* address, socklen_t size, const std::atomic<bool>& stopping) {
  const int fd = ::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  if (::connect(fd, address, size) != 0 && errno != EINPROGRESS) {
    ::close(fd);
    return -1;
  }
  for (int waited = 0; waited < 8000 && !stopping; waited += kTick) {
    pollfd one{fd, POLLOUT, 0};
    if (::poll(&one, 1, kTick) <= 0) continue;
    int fault = 0;
    socklen_t length = sizeof fault;
    if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &fault, &length) == 0 && fault == 0) return fd;
    break;
  }
  ::close(fd);
  return -1;
}

}  // namespace

Result<std::unique_ptr<GuardProxy>> GuardProxy::start(GuardLimits limits) {
  std::unique_ptr<GuardProxy> out(new GuardProxy(std::move(limits)));
  const Error none = unavailable("browser_proxy", "There is no port for the browser's proxy.");
  out->listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  if (out->listener_ < 0 || ::bind(out->listener_, reinterpret_cast<sockaddr*>(&at), size) != 0 ||
      ::listen(out->listener_, 64) != 0 || ::getsockname(out->listener_, reinterpret_cast<sockaddr*>(&at), &size) != 0)
    return none;
  out->port_ = ntohs(at.sin_port);
  out->acceptor_ = std::thread([proxy = out.get()] { proxy->accept_all(); });
  return out;
}

GuardProxy::~GuardProxy() {
  stopping_ = true;
  if (acceptor_.joinable()) acceptor_.join();
  while (open_ > 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  if (listener_ >= 0) ::close(listener_);
}

void GuardProxy::accept_all() {
  while (!stopping_) {
    if (!wait_for(listener_, POLLIN, kTick)) continue;
    const int peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (peer < 0) continue;
    if (++all_ > limits_.connections_max * 4 || open_ >= limits_.connections_max) {
      ::close(peer);
      continue;
    }
    ++open_;
    std::thread([this, peer] {
      serve(peer);
      ::close(peer);
      --open_;
    }).detach();  // the destructor waits for `open_` to fall to none
  }
}

void GuardProxy::refuse(const std::string& host, const std::string& why) {
  const std::lock_guard lock(mutex_);
  const std::string line = host + " " + why;
  if (refused_.size() < 100 && std::find(refused_.begin(), refused_.end(), line) == refused_.end())
    refused_.push_back(line);
}

std::vector<std::string> GuardProxy::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

// Whatever the name says now is what is looked at and what is connected to: no second look-up comes in between.
int GuardProxy::connect_to(const std::string& host, int port) {
  const auto farm = limits_.farm.find(host);
  if (farm != limits_.farm.end()) {
    const auto colon = farm->second.rfind(':');
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(static_cast<std::uint16_t>(std::atoi(farm->second.c_str() + colon + 1)));
    if (inet_pton(AF_INET, farm->second.substr(0, colon).c_str(), &at.sin_addr) != 1) return -1;
    return connected(reinterpret_cast<const sockaddr*>(&at), sizeof at, stopping_);
  }
  if (!testing::is_web_port(port)) {
    refuse(host, "port");
    return -1;
  }
  addrinfo wanted{}, *found = nullptr;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0) return -1;
  int out = -1;
  int tried = 0;
  for (const addrinfo* each = found; each && out < 0 && tried < 4; each = each->ai_next, ++tried) {
    const std::string why = testing::refused_because(*each->ai_addr);
    if (why.empty())
      out = connected(each->ai_addr, each->ai_addrlen, stopping_);
    else
      refuse(host, why);
  }
  ::freeaddrinfo(found);
  return out;
}

void GuardProxy::serve(int peer) {
  std::string head;
  std::size_t end = std::string::npos;
  for (int waited = 0; waited < 10'000 && !stopping_ && end == std::string::npos; waited += kTick) {
    if (!wait_for(peer, POLLIN, kTick)) continue;
    char piece[4096];
    const ssize_t n = ::recv(peer, piece, sizeof piece, MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) return;
    if (n > 0) head.append(piece, static_cast<std::size_t>(n));
    if (head.size() > kHeadMax) return;
    end = head.find("\r\n\r\n");
  }
  if (end == std::string::npos) return;
  const auto request = read_proxy_request(std::string_view(head).substr(0, end + 4));
  const int far = request.ok() ? connect_to(request->host, request->port) : -1;
  if (far < 0) {
    (void)send_all(peer, kRefused, stopping_);
    return;
  }
  const bool sent = request->tunnel ? send_all(peer, kOpen, stopping_) : send_all(far, request->forwarded, stopping_);
  const std::string_view rest = std::string_view(head).substr(end + 4);
  if (sent && send_all(far, rest, stopping_)) pump(peer, far);
  ::close(far);
}

void GuardProxy::pump(int a, int b) {
  char piece[32768];
  bool open[2] = {true, true};
  while (!stopping_ && open[1]) {  // once the server has ended there is nothing to come
    pollfd both[2] = {{open[0] ? a : -1, POLLIN, 0}, {b, POLLIN, 0}};
    if (::poll(both, 2, kTick) <= 0) continue;
    for (int i = 0; i < 2; ++i) {
      if (both[i].revents == 0 || !open[i]) continue;
      const ssize_t n = ::recv(i == 0 ? a : b, piece, sizeof piece, MSG_DONTWAIT);
      if (n < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (n <= 0) {
        open[i] = false;
        ::shutdown(i == 0 ? b : a, SHUT_WR);
        if (n < 0) return;
        continue;
      }
      bytes_ += static_cast<std::size_t>(n);
      if (bytes_ > limits_.bytes_max) return;
      if (!send_all(i == 0 ? b : a, {piece, static_cast<std::size_t>(n)}, stopping_)) return;
    }
  }
}

}  // namespace muster::browser
