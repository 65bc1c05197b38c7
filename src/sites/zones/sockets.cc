#include "sockets.h"

#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

namespace muster::zones {

std::optional<Peer> peer_of(const std::string& address, std::uint16_t port) {
  Peer out;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&out.address);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&out.address);
  if (inet_pton(AF_INET, address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    out.size = sizeof *v4;
    return out;
  }
  if (inet_pton(AF_INET6, address.c_str(), &v6->sin6_addr) != 1) return {};
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(port);
  out.size = sizeof *v6;
  return out;
}

namespace {

constexpr int kBacklog = 64;

Result<Socket> bound(const std::string& address, std::uint16_t port, int kind) {
  const auto failed = [&] {
    return unavailable("zones_listen", fmt::format("Nobody can be served the zone at {} port {}: {}.", address, port,
                                                   std::strerror(errno)));
  };
  const auto at = peer_of(address, port);
  if (!at) return invalid("zones_listen", "Give an IP address to serve the zone at.", "zones");
  Socket out(::socket(at->address.ss_family, kind | SOCK_CLOEXEC, 0));
  if (out.fd() < 0) return failed();
  const int on = 1;
  if (kind == SOCK_STREAM) ::setsockopt(out.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(out.fd(), reinterpret_cast<const sockaddr*>(&at->address), at->size) != 0) return failed();
  return out;
}

void set_silence(int fd, Duration silence) {
  const auto micros = silence.count();
  const timeval limit{static_cast<time_t>(micros / 1'000'000), static_cast<suseconds_t>(micros % 1'000'000)};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

}  // namespace

Socket::~Socket() {
  if (fd_ >= 0) ::close(fd_);
}

std::string address_text(const Peer& peer) {
  char text[INET6_ADDRSTRLEN] = {};
  const void* at = peer.address.ss_family == AF_INET6
                       ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(&peer.address)->sin6_addr)
                       : static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(&peer.address)->sin_addr);
  return inet_ntop(peer.address.ss_family, at, text, sizeof text) ? text : "";
}

Peer Socket::peer() const {
  Peer out;
  (void)::getpeername(fd_, reinterpret_cast<sockaddr*>(&out.address), &out.size);
  return out;
}

void Socket::shut() {
  if (fd_ >= 0) ::shutdown(fd_, SHUT_RDWR);
}

std::string_view Socket::receive(char* buffer, std::size_t size, Peer& from) {
  const auto got = ::recvfrom(fd_, buffer, size, MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&from.address), &from.size);
  return got > 0 ? std::string_view(buffer, static_cast<std::size_t>(got)) : std::string_view();
}

void Socket::send(std::string_view bytes, const Peer& to) {
  (void)::sendto(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT, reinterpret_cast<const sockaddr*>(&to.address),
                 to.size);
}

std::optional<Socket> Socket::accept(Duration silence) {
  Socket out(::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC));
  if (out.fd() < 0) return {};
  set_silence(out.fd(), silence);
  const int on = 1;
  ::setsockopt(out.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return out;
}

Result<Socket> listen_tcp(const std::string& address, std::uint16_t& port) {
  MUSTER_TRY(auto out, bound(address, port, SOCK_STREAM));
  Peer here;
  if (::listen(out.fd(), kBacklog) != 0 ||
      ::getsockname(out.fd(), reinterpret_cast<sockaddr*>(&here.address), &here.size) != 0)
    return unavailable("zones_listen", "Nobody can be served the zone there.");
  port = ntohs(here.address.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&here.address)->sin6_port
                                                  : reinterpret_cast<const sockaddr_in*>(&here.address)->sin_port);
  return out;
}

Result<Socket> listen_udp(const std::string& address, std::uint16_t port) {
  return bound(address, port, SOCK_DGRAM);
}

bool ask_once(const std::string& address, std::uint16_t port, std::string_view bytes) {
  const auto to = peer_of(address, port);
  if (!to) return true;  // nowhere to try again
  Socket socket(::socket(to->address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (socket.fd() < 0) return false;
  set_silence(socket.fd(), std::chrono::seconds(1));
  if (::connect(socket.fd(), reinterpret_cast<const sockaddr*>(&to->address), to->size) != 0) return false;
  if (::send(socket.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) return false;
  char answer[4096];
  const auto got = ::recv(socket.fd(), answer, sizeof answer, 0);
  return got >= 12 && answer[0] == bytes[0] && answer[1] == bytes[1];
}

}  // namespace muster::zones
