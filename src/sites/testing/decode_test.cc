#include "decode.h"

#include "gzip.h"
#include "robots.h"
#include "url.h"

#include <gtest/gtest.h>

namespace muster::testing {
namespace {

TEST(Decode, Headers) {
  const char* head = "HTTP/1.1 200 OK\r\nContent-Type:  text/html \r\nX-Empty:\r\nLOCATION: /a:b\r\n\r\n";
  EXPECT_EQ(header_value(head, "content-type"), "text/html");
  EXPECT_EQ(header_value(head, "location"), "/a:b");
  EXPECT_EQ(header_value(head, "x-empty"), "");
  EXPECT_EQ(header_value(head, "absent"), "");
}

TEST(Decode, Chunks) {
  EXPECT_EQ(dechunk("3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\n\r\n"), "abcde");
  EXPECT_EQ(dechunk("5\r\nab"), "ab") << "cut off";
  EXPECT_EQ(dechunk("ffffffff\r\nab"), "ab");
  EXPECT_EQ(dechunk("-1\r\nab"), "");
  EXPECT_EQ(dechunk("zz"), "");
}

TEST(Decode, Encodings) {
  const DecodeLimits limits{4u << 20, 200};
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
  EXPECT_EQ(decode_body(head, gzip_member("hello"), limits).bytes, "hello");
  EXPECT_EQ(decode_body(head, gzip_member("hel") + gzip_member("lo"), limits).bytes, "hello");
  const std::string whole = gzip_member(std::string(1000, 'x'));
  EXPECT_FALSE(decode_body(head, std::string_view(whole).substr(0, whole.size() - 9), limits).bytes.empty())
      << "cut off";
  EXPECT_EQ(decode_body(head, "plain", limits).note, "encoding_invalid");
  EXPECT_EQ(decode_body("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n", "x", limits).note, "encoding_unknown");
  EXPECT_EQ(decode_body("HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip, gzip\r\n\r\n", "x", limits).note,
            "encoding_unknown");
  EXPECT_EQ(
      decode_body("HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n", gzip_member(gzip_member("twice")), limits)
          .bytes,
      "twice");
}

TEST(Decode, BombsAreBounded) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
  const auto bomb = decode_body(head, gzip_member(std::string(100u << 20, 'a')), {8u << 20, 200});
  EXPECT_EQ(bomb.note, "decompression_bomb");
  EXPECT_LE(bomb.bytes.size(), 8u << 20);
  const auto twice = decode_body("HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n",
                                 gzip_member(gzip_member(std::string(100u << 20, 'a'))), {8u << 20, 200});
  EXPECT_LE(twice.bytes.size(), 8u << 20);
}

TEST(Robots, Rfc9309) {
  const auto robots = Robots::parse(
      "# comment\nUser-agent: other\nDisallow: /\n\nUser-Agent: *\nDisallow: /all\n\nUSER-AGENT: Muster\nUser-agent: "
      "foo\n"
      "Disallow: /private\nAllow: /private/open\nDisallow: /*.pdf$\nDisallow: /a\nAllow: /a\n",
      "muster");
  EXPECT_TRUE(robots.allows("/"));
  EXPECT_TRUE(robots.allows("/all")) << "our own group replaces *";
  EXPECT_FALSE(robots.allows("/private/x"));
  EXPECT_TRUE(robots.allows("/private/open/x")) << "longest match";
  EXPECT_FALSE(robots.allows("/x/y.pdf"));
  EXPECT_TRUE(robots.allows("/x/y.pdf?z"));
  EXPECT_TRUE(robots.allows("/abc")) << "Allow wins a tie";
  EXPECT_FALSE(Robots::parse("User-agent: *\nDisallow: /", "muster").allows("/x"));
  EXPECT_TRUE(Robots::parse("User-agent: *\nDisallow:", "muster").allows("/x"));
  EXPECT_TRUE(Robots::parse("Disallow: /\nUser-agent: *\n", "muster").allows("/x"))
      << "rules before the first agent count nothing";
  EXPECT_FALSE(Robots::disallow_all().allows("/x"));
}

TEST(Robots, HostilePatternsTakeNoTime) {
  const std::string pattern = "Disallow: /" + [] {
    std::string out;
    for (int i = 0; i < 500; ++i) out += "*a";
    return out;
  }() + "$\n";
  std::string text = "User-agent: *\n";
  for (int i = 0; i < 400; ++i) text += pattern;
  EXPECT_TRUE(Robots::parse(text, "muster").allows("/" + std::string(4000, 'a') + "b"));
}

TEST(Url, Parses) {
  EXPECT_EQ(parse_url("Shop.Example/x#frag")->text, "http://shop.example/x");
  EXPECT_EQ(parse_url("https://user:pw@shop.example:443/")->text, "https://shop.example/");
  EXPECT_EQ(parse_url("http://独立.example/")->host, "xn--65xw1o.example");
  EXPECT_EQ(parse_url("http://[::1]:8080/")->host, "::1");
  EXPECT_EQ(parse_url("http://0x7f.1/")->host, "127.0.0.1") << "as the connecting parser reads it";
  for (const char* bad : {"", " ", "http://", "http://a b/", "http://x\nHost: y/"})
    EXPECT_TRUE(!parse_url(bad).ok() && parse_url(bad).error().code == "url_invalid") << bad;
  for (const char* scheme :
       {"file:///etc/passwd", "gopher://x/", "ftp://x/", "javascript:alert(1)", "data:text/html,x", "mailto:a@b"})
    EXPECT_EQ(parse_url(scheme).error().code, "scheme_refused") << scheme;
  EXPECT_EQ(parse_url("http://shop.example:25/").error().code, "port_refused");
  EXPECT_EQ(parse_url("http://shop.example/" + std::string(9000, 'x')).error().code, "url_invalid");
}

TEST(Url, Resolves) {
  const auto base = *parse_url("http://a.example/dir/page?q=1");
  EXPECT_EQ(resolve_url(base, "other")->text, "http://a.example/dir/other");
  EXPECT_EQ(resolve_url(base, "/root")->text, "http://a.example/root");
  EXPECT_EQ(resolve_url(base, "//b.example/x")->text, "http://b.example/x");
  EXPECT_EQ(resolve_url(base, "?q=2")->text, "http://a.example/dir/page?q=2");
  EXPECT_EQ(resolve_url(base, "https://c.example")->text, "https://c.example/");
  EXPECT_EQ(resolve_url(base, "file:///x").error().code, "scheme_refused");
}

}  // namespace
}  // namespace muster::testing
