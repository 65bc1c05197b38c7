// A socket that sends what it is told, for tests.
#pragma once

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::http {

struct RawAnswer {
  int status = 0;
  std::string head, body;
};

inline std::size_t resident_bytes() {
  std::ifstream in("/proc/self/statm");
  std::size_t total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("connect");
    timeval limit{5, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  }
  RawClient(RawClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)), seen_(std::move(other.seen_)) {}
  ~RawClient() {
    if (fd_ >= 0) ::close(fd_);
  }

  bool try_send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  void send(std::string_view bytes) {
    if (!try_send(bytes)) throw std::runtime_error("send");
  }

  // One answer with its body; status 0 when there is none within five seconds.
  RawAnswer answer(bool to_head = false) {
    RawAnswer out;
    std::size_t end;
    while ((end = seen_.find("\r\n\r\n")) == std::string::npos)
      if (!more()) return out;
    out.head = seen_.substr(0, end + 2);
    seen_.erase(0, end + 4);
    out.status = std::stoi(out.head.substr(9, 3));
    if (to_head || out.status == 204 || out.status == 304 || out.status < 200) return out;
    if (out.head.find("Transfer-Encoding: chunked") != std::string::npos) {
      for (;;) {
        std::size_t line;
        while ((line = seen_.find("\r\n")) == std::string::npos)
          if (!more()) return out;
        const std::size_t size = std::stoul(seen_.substr(0, line), nullptr, 16);
        while (seen_.size() < line + 2 + size + 2)
          if (!more()) return out;
        out.body += seen_.substr(line + 2, size);
        seen_.erase(0, line + 2 + size + 2);
        if (size == 0) return out;
      }
    }
    const std::size_t at = out.head.find("Content-Length: ");
    const std::size_t size = at == std::string::npos ? 0 : std::stoul(out.head.substr(at + 16));
    while (seen_.size() < size)
      if (!more()) return out;
    out.body = seen_.substr(0, size);
    seen_.erase(0, size);
    return out;
  }

  std::string until(std::string_view text, std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (seen_.find(text) == std::string::npos && std::chrono::steady_clock::now() < end)
      if (readable(std::chrono::milliseconds(50)) && !more()) break;
    return std::exchange(seen_, {});
  }
  std::string until_closed(std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < end)
      if (readable(std::chrono::milliseconds(50)) && !more()) break;
    return std::exchange(seen_, {});
  }
  bool closed_within(std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    do {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      if (!readable(left)) return false;
      if (!more()) return true;
    } while (std::chrono::steady_clock::now() < end);
    return false;
  }

 private:
  bool readable(std::chrono::milliseconds limit) {
    pollfd one{fd_, POLLIN, 0};
    return ::poll(&one, 1, static_cast<int>(std::max<std::int64_t>(0, limit.count()))) > 0;
  }
  bool more() {
    char buffer[65536];
    const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
    if (n <= 0) return false;
    seen_.append(buffer, static_cast<std::size_t>(n));
    return true;
  }
  int fd_;
  std::string seen_;
};

}  // namespace muster::http
