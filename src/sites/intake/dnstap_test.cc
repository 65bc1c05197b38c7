#include <intake/dnstap.h>
#include <intake/dnstap_specimen.h>

#include <gtest/gtest.h>

namespace muster::intake {
namespace {

using namespace std::string_literals;

const std::string kClient = "\xc0\x00\x02\x07"s;

DnstapFault parse(const DnstapSpecimen& specimen, Dnstap& out) {
  return parse_dnstap(dnstap_message(specimen), out);
}
DnstapFault with_dns(const std::string& dns) {
  Dnstap out;
  return parse({.client = kClient, .dns = dns}, out);
}

TEST(Dnstap, AClientsQuery) {
  Dnstap out;
  const std::string frame =
      dnstap_message({.client = kClient, .seconds = 1'795'519'478, .dns = dns_query_wire("WWW.Example.com", 28)});
  ASSERT_EQ(parse_dnstap(frame, out), DnstapFault::none);
  EXPECT_EQ(out.query.name, "www.example.com");
  EXPECT_EQ(out.query.day, 1'795'519'478 / 86'400);
  EXPECT_EQ(out.question.type, 28);
  EXPECT_EQ(std::string(out.query.client.data(), 5), "\x04\xc0\x00\x02\x07"s);
  const std::string ipv6 = "\x20\x01\x0d\xb8\0\0\0\x07\0\0\0\0\0\0\0\x99"s;
  ASSERT_EQ(parse({.type = 1, .client = ipv6, .dns = dns_query_wire("a.com")}, out), DnstapFault::none);
  EXPECT_EQ(std::string(out.query.client.data(), 17), "\x06\x20\x01\x0d\xb8\0\0\0\x07\0\0\0\0\0\0\0\0"s);  // its /64
  EXPECT_EQ(out.query.day, 0);
}

TEST(Dnstap, OnlyClientsQueriesCount) {
  Dnstap out;
  for (const unsigned type : {2u, 3u, 4u, 6u, 7u, 8u, 9u, 10u, 11u, 12u, 13u, 14u, 99u})
    EXPECT_EQ(parse({.type = type, .client = kClient, .dns = dns_query_wire("a.com")}, out), DnstapFault::other)
        << type;
  EXPECT_EQ(parse({.type = 0, .client = kClient, .dns = dns_query_wire("a.com")}, out), DnstapFault::form);
  EXPECT_EQ(with_dns(dns_query_wire("version.bind", 16, 3)), DnstapFault::other);
}

TEST(Dnstap, WhatLacksIsSaid) {
  Dnstap out;
  EXPECT_EQ(parse({.dns = dns_query_wire("a.com")}, out), DnstapFault::client);
  EXPECT_EQ(parse({.client = "abc", .dns = dns_query_wire("a.com")}, out), DnstapFault::client);
  EXPECT_EQ(parse({.client = kClient}, out), DnstapFault::message);
  EXPECT_EQ(parse_dnstap("", out), DnstapFault::form);
  EXPECT_EQ(parse_dnstap("hello", out), DnstapFault::form);
}

TEST(Dnstap, QuestionsThatAreNone) {
  const std::string good = dns_query_wire("www.example.com");
  EXPECT_EQ(with_dns(good), DnstapFault::none);
  std::string answer = good, two = good, pointer = good, update = good;
  answer[2] |= '\x80';
  EXPECT_EQ(with_dns(answer), DnstapFault::other);
  update[2] |= 5 << 3;
  EXPECT_EQ(with_dns(update), DnstapFault::other);
  two[5] = 2;
  EXPECT_EQ(with_dns(two), DnstapFault::message);
  two[5] = 0;
  EXPECT_EQ(with_dns(two), DnstapFault::message);
  pointer[12] = '\xc0';
  EXPECT_EQ(with_dns(pointer), DnstapFault::pointer);
  pointer[12] = '\x41';  // an extended label (RFC 2671)
  EXPECT_EQ(with_dns(pointer), DnstapFault::pointer);
  EXPECT_EQ(with_dns(good + std::string(kDnsMessageMax - good.size(), 'x')), DnstapFault::none);
  EXPECT_EQ(with_dns(good + std::string(kDnsMessageMax + 1 - good.size(), 'x')), DnstapFault::message);
  EXPECT_EQ(with_dns(good.substr(0, 11)), DnstapFault::message);
  for (std::size_t cut = 12; cut < good.size(); ++cut) EXPECT_EQ(with_dns(good.substr(0, cut)), DnstapFault::cut_off);
}

TEST(Dnstap, NamesOfTheGreatestLength) {
  const std::string label(63, 'a');
  const std::string longest = label + "." + label + "." + label + "." + std::string(61, 'b');
  EXPECT_EQ(with_dns(dns_query_wire(longest)), DnstapFault::none);
  EXPECT_EQ(with_dns(dns_query_wire(longest + "b")), DnstapFault::cut_off);
}

TEST(Dnstap, ALabelCantBeTakenForTwo) {
  std::string dotted = dns_query_wire("badXexample.com");
  dotted[dotted.find('X')] = '.';
  EXPECT_EQ(with_dns(dotted), DnstapFault::no_host);
  EXPECT_EQ(with_dns(dns_query_wire("")), DnstapFault::no_host);
  EXPECT_EQ(with_dns(dns_query_wire("a b.com")), DnstapFault::no_host);
  EXPECT_EQ(with_dns(dns_query_wire("b\xc3\xbc"
                                    "cher.example")),
            DnstapFault::no_host);
}

// Every message that is cut off is refused, and none crashes.
TEST(Dnstap, CutOffAnywhere) {
  Dnstap out;
  const std::string whole = dnstap_message({.client = kClient, .dns = dns_query_wire("www.example.com")});
  for (std::size_t cut = 0; cut < whole.size(); ++cut)
    EXPECT_EQ(parse_dnstap(whole.substr(0, cut), out), DnstapFault::form) << cut;
}

TEST(Dnstap, HostileProtobuf) {
  Dnstap out;
  for (const std::string& frame : {
           "\x72\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s,  // a length of 2^64 - 1
           "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s,  // a tag of more than ten bytes
           "\x73\x74"s,                                      // a group
           "\x00\x00"s,                                      // field 0
           "\x79\x01"s,                                      // eight bytes of which one is there
       })
    EXPECT_EQ(parse_dnstap(frame, out), DnstapFault::form);
  // Unknown fields are passed over; the last of several counts, as protobuf says.
  const std::string message = dnstap_message({.client = kClient, .dns = dns_query_wire("a.com")});
  EXPECT_EQ(parse_dnstap("\xa2\x06\x03xyz"s + message, out), DnstapFault::none);
}

}  // namespace
}  // namespace muster::intake
