// The HTTP client against a server that answers by the byte: good, slow, endless, elsewhere.
#include <ledger/sequencer.h>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::ledger {
namespace {

// Takes one connection, reads a request with its body, writes `answer` (`repeat` times) and closes.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer, int repeat = 1) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(socket_, 1), 0);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, answer = std::move(answer), repeat] { serve(answer, repeat); });
  }
  ~OneAnswer() {
    thread_.join();
    ::close(socket_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::string request;

 private:
  void serve(const std::string& answer, int repeat) {
    const int peer = ::accept(socket_, nullptr, nullptr);
    char piece[4096];
    while (request.find("the note\n") == std::string::npos) {
      const ssize_t got = ::read(peer, piece, sizeof piece);
      if (got <= 0) break;
      request.append(piece, static_cast<std::size_t>(got));
    }
    for (int i = 0; i < repeat; ++i)
      if (::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
    ::close(peer);
  }
  int socket_;
  int port_ = 0;
  std::thread thread_;
};

TEST(WitnessTransport, PostsAndReadsTheAnswer) {
  const auto transport = make_http_transport();
  OneAnswer server("HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\nContent-Length: 3\r\n\r\n12\n");
  const auto answer = transport->add_checkpoint(server.url(), "old 5\n\nthe note\n");
  ASSERT_TRUE(answer.ok()) << answer.error().sentence;
  EXPECT_EQ(answer->status, 409);
  EXPECT_EQ(answer->content_type, "text/x.tlog.size");
  EXPECT_EQ(answer->body, "12\n");
  EXPECT_TRUE(server.request.starts_with("POST /add-checkpoint HTTP/1.1\r\n"));
  EXPECT_TRUE(server.request.ends_with("\r\n\r\nold 5\n\nthe note\n"));
}

TEST(WitnessTransport, FollowsNoRedirect) {
  const auto transport = make_http_transport();
  OneAnswer server("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(transport->add_checkpoint(server.url(), "the note\n")->status, 302);
}

TEST(WitnessTransport, GivesUpOnAnEndlessAnswer) {
  const auto transport = make_http_transport();
  OneAnswer server("HTTP/1.1 200 OK\r\n\r\n" + std::string(4096, 'x'), 1000);
  EXPECT_EQ(transport->add_checkpoint(server.url(), "the note\n").error().code, "witness_unreachable");
}

TEST(WitnessTransport, SaysWhenNobodyIsThere) {
  const auto transport = make_http_transport();
  EXPECT_EQ(transport->add_checkpoint("http://127.0.0.1:1", "x").error().code, "witness_unreachable");
  EXPECT_EQ(transport->add_checkpoint("file:///etc", "x").error().code, "witness_unreachable");
}

}  // namespace
}  // namespace muster::ledger
