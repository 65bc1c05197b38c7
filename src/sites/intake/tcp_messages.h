// DNS messages over TCP (RFC 1035 §4.2.2), with limits in time. Inside of the intake room.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::intake {

class TcpMessages {
 public:
  // Error: transfer_connect.
  static Result<TcpMessages> connect(const std::string& address, std::uint16_t port);
  TcpMessages(TcpMessages&& other) noexcept;
  TcpMessages& operator=(TcpMessages&&) = delete;
  ~TcpMessages();
  Result<void> send(std::string_view message);  // transfer_cut_off
  // The next message, valid until the next call. Error: transfer_cut_off, also when nothing comes for too long.
  Result<std::string_view> receive();

 private:
  explicit TcpMessages(int fd) : fd_(fd) {}
  int fd_;
  std::string buffer_;
};

}  // namespace muster::intake
