// The lines are those that Unbound 1.17.1 and BIND 9.18 wrote for a few questions on loopback.
#include "log_line.h"

#include <gtest/gtest.h>

namespace muster::census {
namespace {

LogFault unbound(std::string_view line, LogLine& out) {
  return parse_unbound(line, out);
}

TEST(UnboundLine, Queries) {
  LogLine out;
  EXPECT_EQ(unbound("[1795506531] unbound[16368:0] info: 127.0.0.1 WWW.Example.com. A IN", out), LogFault::none);
  EXPECT_EQ(out.name, "WWW.Example.com.");
  EXPECT_EQ(out.day, 1795506531 / 86400);
  EXPECT_EQ(std::string_view(out.client.data(), 5), std::string_view("\x04\x7f\0\0\x01", 5));
  EXPECT_EQ(unbound("Nov 24 07:48:52 unbound[16369:0] query: 127.0.0.1 _dmarc.example.org. TXT IN", out),
            LogFault::none);
  EXPECT_EQ(out.name, "_dmarc.example.org.");
  EXPECT_EQ(out.day, 0);  // the line names no year
  EXPECT_EQ(unbound("Nov 24 07:48:52 resolver unbound: [16369:0] info: 2001:db8::1 example.org. AAAA IN", out),
            LogFault::none);
  EXPECT_EQ(out.client[0], 6);
}

TEST(UnboundLine, AnswersAndNoticesArePassedOver) {
  LogLine out;
  for (const char* line :
       {"[1795506531] unbound[16368:0] info: 127.0.0.1 WWW.Example.com. A IN NXDOMAIN 0.000000 1 44",
        "Nov 24 07:48:52 unbound[16369:0] reply: 127.0.0.1 . NS IN NXDOMAIN 0.000000 1 28",
        "[1795506529] unbound[16368:0] notice: init module 0: subnetcache",
        "[1795506530] unbound[16368:0] info: start of service (unbound 1.17.1).",
        "[1795506535] unbound[16368:0] info: server stats for thread 0: 6 queries, 6 answers from cache, 0 recursions"})
    EXPECT_EQ(unbound(line, out), LogFault::other) << line;
}

TEST(UnboundLine, Faults) {
  LogLine out;
  EXPECT_EQ(unbound("hello", out), LogFault::not_a_line);
  EXPECT_EQ(unbound("[x] unbound[1:0] info: 127.0.0.1 a.com. A IN", out), LogFault::not_a_line);
  EXPECT_EQ(unbound("[1795506531] unbound[1:0] info: 300.0.0.1 a.com. A IN", out), LogFault::client);
  EXPECT_EQ(unbound("[1795506531] unbound[1:0] info: 127.0.0.1 a.com. A", out), LogFault::cut_off);
  EXPECT_EQ(unbound("[1795506531] unbound[16", out), LogFault::cut_off);
  EXPECT_EQ(unbound("[1795506531] unbound[1:0] query: ", out), LogFault::client);
}

TEST(BindLine, Queries) {
  LogLine out;
  EXPECT_EQ(
      parse_bind(
          "24-Nov-2026 07:48:52.972 queries: info: client @0x7f27fbc47098 127.0.0.1#55949 (WWW.Example.com): query: "
          "WWW.Example.com IN A +E(0)K (127.0.0.1)",
          out),
      LogFault::none);
  EXPECT_EQ(out.name, "WWW.Example.com");
  EXPECT_EQ(out.day, 20781);
  EXPECT_EQ(parse_bind("2026-11-24T07:48:53.632 client @0x7fa5c4aea098 127.0.0.1#46520 (a\\032b.example.org): query: "
                       "a\\032b.example.org "
                       "IN AAAA +E(0)K (127.0.0.1)",
                       out),
            LogFault::none);
  EXPECT_EQ(out.day, 20781);
  EXPECT_EQ(parse_bind("client 2001:db8::2#5353: query: example.com IN A + (192.0.2.1)", out), LogFault::none);
  EXPECT_EQ(out.day, 0);
}

TEST(BindLine, Faults) {
  LogLine out;
  EXPECT_EQ(parse_bind("hello", out), LogFault::not_a_line);
  EXPECT_EQ(parse_bind("24-Nov-2026 07:48:52.972 general: info: running", out), LogFault::other);
  EXPECT_EQ(parse_bind(
                "24-Nov-2026 07:48:52.972 client @0x1 127.0.0.1#1 (a.com): query failed (REFUSED) for a.com/IN/A", out),
            LogFault::other);
  EXPECT_EQ(parse_bind("24-Nov-2026 07:48:52.972 client @0x1 127.0.0.1#1 (a.com): query: a.com IN", out),
            LogFault::cut_off);
  EXPECT_EQ(parse_bind("24-Nov-2026 07:48:52.972 client @0x1 127.0", out), LogFault::cut_off);
  EXPECT_EQ(parse_bind("client nobody#1 (a.com): query: a.com IN A + (192.0.2.1)", out), LogFault::client);
  EXPECT_EQ(parse_bind("31-Feb-2026 07:48:52.972 client 127.0.0.1#1 (a.com): query: a.com IN A + (192.0.2.1)", out),
            LogFault::none);
  EXPECT_EQ(out.day, 0);
}

TEST(LogLine, AnIpv6CustomerIsOneClient) {
  LogLine a, b, c;
  ASSERT_EQ(parse_bind("client 2001:db8:1:2:aaaa::1#1: query: a.com IN A + (192.0.2.1)", a), LogFault::none);
  ASSERT_EQ(parse_bind("client 2001:db8:1:2:bbbb::9#1: query: a.com IN A + (192.0.2.1)", b), LogFault::none);
  ASSERT_EQ(parse_bind("client 2001:db8:1:3::1#1: query: a.com IN A + (192.0.2.1)", c), LogFault::none);
  EXPECT_EQ(a.client, b.client);
  EXPECT_NE(a.client, c.client);
}

}  // namespace
}  // namespace muster::census
