#include "smpp_link.h"

#include <notices/sms.h>

#include <cerrno>
#include <memory>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::notices::smpp {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

bool wait_for(int socket, short events, SteadyTime until) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd one{socket, events, 0};
    const int ready = ::poll(&one, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

// A connected socket that does not block, or -1.
int connect_to(const addrinfo& address, SteadyTime until) {
  const int s = ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol);
  if (s < 0) return -1;
  const bool begun = ::connect(s, address.ai_addr, address.ai_addrlen) == 0 || errno == EINPROGRESS;
  int fault = 0;
  socklen_t size = sizeof fault;
  if (begun && wait_for(s, POLLOUT, until) && ::getsockopt(s, SOL_SOCKET, SO_ERROR, &fault, &size) == 0 && fault == 0) {
    const int on = 1;
    ::setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return s;
  }
  ::close(s);
  return -1;
}

}  // namespace

Error Link::fail() {
  close();
  return sms_away();
}

void Link::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  received_.clear();
}

Result<void> Link::open(const std::string& host, std::uint16_t port, Duration timeout) {
  close();
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return fail();
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, ::freeaddrinfo);
  const auto until = std::chrono::steady_clock::now() + timeout;
  for (const addrinfo* a = found; a && socket_ < 0; a = a->ai_next) socket_ = connect_to(*a, until);
  return socket_ < 0 ? Result<void>(fail()) : Result<void>();
}

Result<void> Link::write(const Pdu& pdu, Duration timeout) {
  if (!is_open()) return fail();
  const std::string bytes = encode(pdu);
  const auto until = std::chrono::steady_clock::now() + timeout;
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t n = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n > 0)
      sent += static_cast<std::size_t>(n);
    else if (errno != EAGAIN && errno != EINTR)
      return fail();
    else if (!wait_for(socket_, POLLOUT, until))
      return fail();
  }
  return {};
}

Result<std::optional<Pdu>> Link::read(Duration timeout) {
  if (!is_open()) return fail();
  const auto until = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    if (received_.size() >= 4) {
      const auto length = announced(received_);
      if (!length) return fail();
      if (received_.size() >= *length) {
        auto pdu = decode(std::string_view(received_).substr(0, *length));
        received_.erase(0, *length);
        if (!pdu.ok()) return fail();
        return std::optional(std::move(*pdu));
      }
    }
    if (!wait_for(socket_, POLLIN, until)) return std::optional<Pdu>();
    char buffer[4096];
    const ssize_t n = ::recv(socket_, buffer, sizeof buffer, 0);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) return fail();
    if (n > 0) received_.append(buffer, static_cast<std::size_t>(n));
  }
}

}  // namespace muster::notices::smpp
