#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <support/one_answer.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::test {

OneAnswer::OneAnswer(std::string answer, std::string end, int repeat)
    : answer_(std::move(answer)),
      end_(std::move(end)),
      repeat_(repeat),
      socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(::listen(socket_, 8), 0);
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  thread_ = std::thread([this] {
    for (int client; (client = ::accept(socket_, nullptr, nullptr)) >= 0; ::close(client)) serve(client);
  });
}

OneAnswer::~OneAnswer() {
  ::shutdown(socket_, SHUT_RDWR);
  thread_.join();
  ::close(socket_);
}

std::string OneAnswer::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

void OneAnswer::serve(int client) {
  std::string request;
  char piece[4096];
  while (request.find(end_) == std::string::npos) {
    const ssize_t got = ::recv(client, piece, sizeof piece, 0);
    if (got <= 0) break;
    request.append(piece, static_cast<std::size_t>(got));
  }
  {
    const std::lock_guard lock(mutex_);
    asked_ = std::move(request);
  }
  for (int i = 0; i < repeat_; ++i)
    for (std::size_t sent = 0; sent < answer_.size();) {
      const ssize_t n = ::send(client, answer_.data() + sent, answer_.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return;
      sent += static_cast<std::size_t>(n);
    }
}

}  // namespace muster::test
