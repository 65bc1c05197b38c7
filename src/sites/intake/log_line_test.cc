// The lines are those that Debian 12's Unbound 1.17.1, BIND 9.18, PowerDNS Recursor 4.8.8, PowerDNS 4.7.3 and dnsdist
// 1.7.3 wrote for a few questions on loopback; addresses from outside of loopback are of documentation blocks.
#include <intake/log_line.h>

#include <gtest/gtest.h>

namespace muster::intake {
namespace {

LogFault unbound(std::string_view line, Query& out) {
  return parse_unbound(line, out);
}

TEST(UnboundLine, Queries) {
  Query out;
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
  Query out;
  for (const char* line :
       {"[1795506531] unbound[16368:0] info: 127.0.0.1 WWW.Example.com. A IN NXDOMAIN 0.000000 1 44",
        "Nov 24 07:48:52 unbound[16369:0] reply: 127.0.0.1 . NS IN NXDOMAIN 0.000000 1 28",
        "[1795506529] unbound[16368:0] notice: init module 0: subnetcache",
        "[1795506530] unbound[16368:0] info: start of service (unbound 1.17.1).",
        "[1795506535] unbound[16368:0] info: server stats for thread 0: 6 queries, 6 answers from cache, 0 recursions"})
    EXPECT_EQ(unbound(line, out), LogFault::other) << line;
}

TEST(UnboundLine, Faults) {
  Query out;
  EXPECT_EQ(unbound("hello", out), LogFault::not_a_line);
  EXPECT_EQ(unbound("[x] unbound[1:0] info: 127.0.0.1 a.com. A IN", out), LogFault::not_a_line);
  EXPECT_EQ(unbound("[1795506531] unbound[1:0] info: 300.0.0.1 a.com. A IN", out), LogFault::client);
  EXPECT_EQ(unbound("[1795506531] unbound[1:0] info: 127.0.0.1 a.com. A", out), LogFault::cut_off);
  EXPECT_EQ(unbound("[1795506531] unbound[16", out), LogFault::cut_off);
  EXPECT_EQ(unbound("[1795506531] unbound[1:0] query: ", out), LogFault::client);
}

TEST(BindLine, Queries) {
  Query out;
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
  Query out;
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
  Query a, b, c;
  ASSERT_EQ(parse_bind("client 2001:db8:1:2:aaaa::1#1: query: a.com IN A + (192.0.2.1)", a), LogFault::none);
  ASSERT_EQ(parse_bind("client 2001:db8:1:2:bbbb::9#1: query: a.com IN A + (192.0.2.1)", b), LogFault::none);
  ASSERT_EQ(parse_bind("client 2001:db8:1:3::1#1: query: a.com IN A + (192.0.2.1)", c), LogFault::none);
  EXPECT_EQ(a.client, b.client);
  EXPECT_NE(a.client, c.client);
}

TEST(PowerdnsLine, QuestionsOfTheRecursor) {
  Query out;
  EXPECT_EQ(parse_powerdns("Nov 24 11:24:37 3 [1/1] question for 'WWW.Example.com|A' from 127.0.0.1:40242", out),
            LogFault::none);
  EXPECT_EQ(out.name, "WWW.Example.com");
  EXPECT_EQ(out.day, 0);
  EXPECT_EQ(std::string_view(out.client.data(), 5), std::string_view("\x04\x7f\0\0\x01", 5));
  EXPECT_EQ(parse_powerdns("Nov 24 11:24:38 1 [1/1] TCP question for 'v6.example.org|A' from [2001:db8::1]:42508", out),
            LogFault::none);
  EXPECT_EQ(out.name, "v6.example.org");
  EXPECT_EQ(out.client[0], 6);
  // A bar in the name: the type stands behind the last one.
  EXPECT_EQ(parse_powerdns("Nov 24 11:24:38 2 [4/1] question for 'it's|odd.example.org|A' from 127.0.0.1:57602", out),
            LogFault::none);
  EXPECT_EQ(out.name, "it's|odd.example.org");
  EXPECT_EQ(
      parse_powerdns("Nov 24 11:25:23 msg=\"Question\" subsystem=\"syncres\" level=\"0\" prio=\"Info\" tid=\"3\" "
                     "ts=\"1795519523.126\" ecs=\"\" mtid=\"1\" proto=\"udp\" qname=\"www.example.com\" qtype=\"A\" "
                     "remote=\"127.0.0.1:40143\"",
                     out),
      LogFault::none);
  EXPECT_EQ(out.name, "www.example.com");
  EXPECT_EQ(out.day, 1795519523 / 86400);
}

TEST(PowerdnsLine, QueriesOfTheAuthoritativeServer) {
  Query out;
  EXPECT_EQ(
      parse_powerdns(
          "Nov 24 11:25:18 Remote 127.0.0.1 wants 'a.example.com|A', do = 0, bufsize = 1232: packetcache MISS", out),
      LogFault::none);
  EXPECT_EQ(out.name, "a.example.com");
  EXPECT_EQ(
      parse_powerdns(
          "Nov 24 11:25:18 TCP Remote 2001:db8::1 wants 'a.example.com|A', do = 0, bufsize = 1232: packetcache HIT",
          out),
      LogFault::none);
  EXPECT_EQ(out.client[0], 6);
}

TEST(PowerdnsLine, WhatIsNoQuestionAndFaults) {
  Query out;
  for (const char* line :
       {"Nov 24 11:24:37 2 [3/2] answer to question '.|A': 0 answers, 1 additional, took 1 packets, 2.365 netw ms, "
        "rcode=3",
        "Nov 24 11:24:33 Listening for UDP queries on 127.0.0.1:5301",
        "Nov 24 11:24:33 stats: 1 questions, 27 cache entries",
        "Nov 24 11:25:23 msg=\"Answer\" subsystem=\"syncres\" qname=\"www.example.com\" remote=\"127.0.0.1:40143\""})
    EXPECT_EQ(parse_powerdns(line, out), LogFault::other) << line;
  EXPECT_EQ(parse_powerdns("Nov 24 11:24:40 2 question answered from packet cache tag=0 from 127.0.0.1:41310", out),
            LogFault::no_name);
  EXPECT_EQ(parse_powerdns("Nov 24 11:24:37 3 [1/1] question for 'a.com|A' from nobody:40242", out), LogFault::client);
  EXPECT_EQ(parse_powerdns("Nov 24 11:24:37 3 [1/1] question for 'a.com|A' fr", out), LogFault::cut_off);
  EXPECT_EQ(parse_powerdns("Nov 24 11:24:37 3 [1/1] question for 'a.co", out), LogFault::cut_off);
  EXPECT_EQ(parse_powerdns("Nov 24 11:25:18 Remote x wants 'a.com|A', do = 0", out), LogFault::client);
  EXPECT_EQ(parse_powerdns("hello", out), LogFault::not_a_line);
}

TEST(DnsdistLine, Packets) {
  Query out;
  EXPECT_EQ(parse_dnsdist("[1795519478.888973] Packet from 127.0.0.1:41237 for WWW.Example.com. A with id 22264", out),
            LogFault::none);
  EXPECT_EQ(out.name, "WWW.Example.com.");
  EXPECT_EQ(out.day, 1795519478 / 86400);
  EXPECT_EQ(parse_dnsdist("Packet from [::1]:41313 for v6.example.org. A with id 43140", out), LogFault::none);
  EXPECT_EQ(out.day, 0);
  EXPECT_EQ(out.client[0], 6);
}

TEST(DnsdistLine, AnswersAndFaults) {
  Query out;
  EXPECT_EQ(parse_dnsdist("Answer to 127.0.0.1:41237 for WWW.Example.com. A (Server Failure) with id 22264", out),
            LogFault::other);
  EXPECT_EQ(parse_dnsdist("Packet from 127.0.0.1:41237 for WWW.Exam", out), LogFault::cut_off);
  EXPECT_EQ(parse_dnsdist("Packet from 127.0.0.1", out), LogFault::cut_off);
  EXPECT_EQ(parse_dnsdist("Packet from 127.0.0.300:1 for a.com. A with id 1", out), LogFault::client);
  EXPECT_EQ(parse_dnsdist("hello", out), LogFault::not_a_line);
}

TEST(LogLine, AnIpv4AddressInIpv6sClothingIsTheSameClient) {
  Query a, b;
  ASSERT_EQ(parse_bind("client ::ffff:192.0.2.7#1: query: a.com IN A + (192.0.2.1)", a), LogFault::none);
  ASSERT_EQ(parse_bind("client 192.0.2.7#1: query: a.com IN A + (192.0.2.1)", b), LogFault::none);
  EXPECT_EQ(a.client, b.client);
}

TEST(LogLine, OtherClassesNameNoSites) {
  Query out;
  EXPECT_EQ(parse_bind("client 192.0.2.7#1: query: version.bind CH TXT + (192.0.2.1)", out), LogFault::other);
  EXPECT_EQ(parse_unbound("[1795506531] unbound[1:0] info: 127.0.0.1 version.bind. TXT CH", out), LogFault::other);
}

}  // namespace
}  // namespace muster::intake
