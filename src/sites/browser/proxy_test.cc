#include "guard_proxy.h"
#include <testing/farm.h>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::browser {
namespace {

TEST(ProxyRequests, AreReadAndForwarded) {
  const auto tunnel = read_proxy_request("CONNECT Shop.Example:443 HTTP/1.1\r\nHost: shop.example:443\r\n\r\n");
  ASSERT_TRUE(tunnel.ok());
  EXPECT_TRUE(tunnel->tunnel);
  EXPECT_EQ(tunnel->host, "shop.example");
  EXPECT_EQ(tunnel->port, 443);
  const auto plain = read_proxy_request(
      "GET http://[2001:db8::1]:8080/a?b HTTP/1.1\r\nHost: [2001:db8::1]:8080\r\nProxy-Connection: keep-alive\r\n"
      "Connection: keep-alive\r\nAccept: */*\r\n\r\n");
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(plain->host, "2001:db8::1");
  EXPECT_EQ(plain->port, 8080);
  EXPECT_EQ(plain->forwarded,
            "GET /a?b HTTP/1.1\r\nHost: [2001:db8::1]:8080\r\nAccept: */*\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(read_proxy_request("GET http://a.example?q HTTP/1.1\r\n\r\n")->forwarded,
            "GET /?q HTTP/1.1\r\nConnection: close\r\n\r\n");
  for (const char* bad : {"", "GET / HTTP/1.1\r\n\r\n", "CONNECT a.example HTTP/1.1\r\n\r\n",
                          "CONNECT a.example:0 HTTP/1.1\r\n\r\n", "CONNECT a.example:99999 HTTP/1.1\r\n\r\n",
                          "GET http://u@a.example/ HTTP/1.1\r\n\r\n", "GET ftp://a.example/ HTTP/1.1\r\n\r\n",
                          "GET http:/// HTTP/1.1\r\n\r\n", "GET http://a.example/ HTTP/2\r\n\r\n",
                          "CONNECT [::1:80 HTTP/1.1\r\n\r\n", "GET http://a.example/ HTTP/1.1\r\nHost: x\r\n"})
    EXPECT_EQ(read_proxy_request(bad).error().code, "proxy_request") << bad;
}

// What the proxy answers to one request, all of it.
std::string asked(std::uint16_t port, const std::string& head) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string out;
  if (::connect(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) {
    (void)::send(fd, head.data(), head.size(), MSG_NOSIGNAL);
    char piece[4096];
    for (ssize_t n = 0; (n = ::recv(fd, piece, sizeof piece, 0)) > 0;) out.append(piece, static_cast<std::size_t>(n));
  }
  ::close(fd);
  return out;
}

TEST(GuardProxies, RefuseWhatMayNotBeReached) {
  testing::Farm farm;
  ASSERT_TRUE(farm.start().ok());
  const auto proxy = GuardProxy::start({96, 24u << 20, testing::FarmSites::Map{{"shop-001.example", farm.endpoint()}}});
  ASSERT_TRUE(proxy.ok()) << proxy.error().sentence;
  const std::uint16_t port = (*proxy)->port();
  const auto get = [&](const std::string& authority) {
    return asked(port, "GET http://" + authority + "/ HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
  };
  EXPECT_TRUE(get("shop-001.example").starts_with("HTTP/1.1 200"));
  const std::size_t seen = farm.records().size();
  const std::string own = std::to_string(farm.port());
  for (const std::string& inside : {"127.0.0.1:" + own, "localhost:" + own, "[::1]:" + own, "[::ffff:127.0.0.1]:" + own,
                                    "2130706433:" + own, "0x7f.1:" + own, std::string("10.0.0.1"),
                                    std::string("169.254.169.254"), std::string("[fd00::1]"), "0.0.0.0:" + own})
    EXPECT_TRUE(get(inside).starts_with("HTTP/1.1 403")) << inside;
  EXPECT_TRUE(asked(port, "CONNECT 127.0.0.1:" + own + " HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 403"));
  EXPECT_TRUE(get("192.0.2.1:25").starts_with("HTTP/1.1 403")) << "no web port";
  EXPECT_EQ(farm.records().size(), seen) << "nothing arrived";
  EXPECT_FALSE((*proxy)->refused().empty());
}

TEST(GuardProxies, EndWhatIsTooMuch) {
  testing::Farm farm;
  ASSERT_TRUE(farm.start().ok());
  const auto proxy = GuardProxy::start({96, 512, testing::FarmSites::Map{{"shop-001.example", farm.endpoint()}}});
  ASSERT_TRUE(proxy.ok());
  const std::string got =
      asked((*proxy)->port(), "GET http://shop-001.example/ HTTP/1.1\r\nHost: shop-001.example\r\n\r\n");
  EXPECT_LT(got.size(), 513u);
}

TEST(GuardProxies, EndWithTheirVisit) {
  auto proxy = GuardProxy::start({});
  ASSERT_TRUE(proxy.ok());
  const std::uint16_t port = (*proxy)->port();
  proxy->reset();
  EXPECT_EQ(asked(port, "CONNECT 192.0.2.1:443 HTTP/1.1\r\n\r\n"), "");
}

}  // namespace
}  // namespace muster::browser
