// Sockets of a name server. Inside of the zones room.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <sys/socket.h>

namespace muster::zones {

struct Peer {
  sockaddr_storage address{};
  socklen_t size = sizeof(sockaddr_storage);
};

// Nothing: no IP address.
std::optional<Peer> peer_of(const std::string& address, std::uint16_t port);
// "192.0.2.1", "2001:db8::1"; "" for anything else.
std::string address_text(const Peer& peer);

class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Socket();
  int fd() const { return fd_; }
  Peer peer() const;  // of a connection

  void shut();  // both ways: who waits on it goes on
  // A datagram, "" when there is none.
  std::string_view receive(char* buffer, std::size_t size, Peer& from);
  void send(std::string_view bytes, const Peer& to);
  // A connection that gives up after `silence`; nothing when there is none.
  std::optional<Socket> accept(Duration silence);

 private:
  int fd_ = -1;
};

// `port` 0 takes a free one and says which. Error: zones_listen.
Result<Socket> listen_tcp(const std::string& address, std::uint16_t& port);
Result<Socket> listen_udp(const std::string& address, std::uint16_t port);
// Sends a datagram and waits a second for any answer to it (of the same id).
bool ask_once(const std::string& address, std::uint16_t port, std::string_view bytes);

}  // namespace muster::zones
