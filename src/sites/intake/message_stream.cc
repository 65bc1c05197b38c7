#include <intake/message_stream.h>

#include <cerrno>

#include <sys/socket.h>

namespace muster::intake {
namespace {

bool read_whole(int fd, char* out, std::size_t size) {
  for (std::size_t at = 0; at < size;) {
    const auto got = ::recv(fd, out + at, size - at, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

bool send_message(int fd, std::string_view message) {
  std::string bytes;
  bytes.reserve(message.size() + 2);
  bytes += static_cast<char>(message.size() >> 8 & 0xff);
  bytes += static_cast<char>(message.size() & 0xff);
  bytes += message;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto sent = ::send(fd, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    at += static_cast<std::size_t>(sent);
  }
  return true;
}

bool receive_message(int fd, std::string& message) {
  unsigned char length[2];
  if (!read_whole(fd, reinterpret_cast<char*>(length), sizeof length)) return false;
  message.resize(static_cast<std::size_t>(length[0]) << 8 | length[1]);
  return read_whole(fd, message.data(), message.size());
}

}  // namespace muster::intake
