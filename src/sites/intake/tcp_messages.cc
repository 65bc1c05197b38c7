#include "tcp_messages.h"

#include <intake/message_stream.h>
#include <intake/transfer.h>

#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::intake {
namespace {

Error no_connection() {
  return unavailable("transfer_connect",
                     "The name server does not answer. Check address and port. Nothing was stored.");
}
Error cut_off() {
  return unavailable(
      "transfer_cut_off",
      "The name server ended the transfer before its end, or fell silent. Nothing was stored; try again.");
}

}  // namespace

Result<TcpMessages> TcpMessages::connect(const std::string& address, std::uint16_t port) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  const bool six = address.find(':') != std::string::npos;
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  if (inet_pton(six ? AF_INET6 : AF_INET, address.c_str(),
                six ? static_cast<void*>(&v6.sin6_addr) : static_cast<void*>(&v4.sin_addr)) != 1)
    return no_connection();
  TcpMessages made(::socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  // On Linux the limit for sending holds for connecting too.
  const timeval limit{kTransferSilenceSeconds, 0};
  ::setsockopt(made.fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(made.fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const auto* at = six ? reinterpret_cast<const sockaddr*>(&v6) : reinterpret_cast<const sockaddr*>(&v4);
  if (::connect(made.fd_, at, six ? sizeof v6 : sizeof v4) != 0) return no_connection();
  return made;
}

TcpMessages::TcpMessages(TcpMessages&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), buffer_(std::move(other.buffer_)) {}
TcpMessages::~TcpMessages() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> TcpMessages::send(std::string_view message) {
  if (!send_message(fd_, message)) return cut_off();
  return {};
}

Result<std::string_view> TcpMessages::receive() {
  if (!receive_message(fd_, buffer_)) return cut_off();
  return std::string_view(buffer_);
}

}  // namespace muster::intake
