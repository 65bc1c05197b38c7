#include "connection.h"

#include <cerrno>
#include <charconv>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::load {

bool Connection::open(std::uint16_t port) {
  close();
  fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return close(), false;
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK);
  return true;
}

void Connection::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
  out_.clear();
  in_.clear();
  sent_ = 0;
}

void Connection::send(std::string request) {
  out_ = std::move(request);
  sent_ = 0;
  in_.clear();
}

bool Connection::whole() {
  const std::size_t end = in_.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  body_at_ = end + 4;
  std::from_chars(in_.data() + 9, in_.data() + 12, status_);  // HTTP/1.1 201
  std::size_t length = 0;
  if (const std::size_t at = in_.find("Content-Length: "); at < end)
    std::from_chars(in_.data() + at + 16, in_.data() + end, length);
  return in_.size() >= body_at_ + length;
}

Step Connection::step() {
  while (sent_ < out_.size()) {
    const ssize_t n = ::send(fd_, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return Step::waits;
    if (n <= 0) return Step::broken;
    sent_ += static_cast<std::size_t>(n);
  }
  char buffer[16 * 1024];
  for (;;) {
    const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return Step::waits;
    if (n <= 0) return Step::broken;
    in_.append(buffer, static_cast<std::size_t>(n));
    if (whole()) return Step::answered;
  }
}

}  // namespace muster::load
