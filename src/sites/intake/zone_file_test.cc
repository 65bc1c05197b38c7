#include <intake/zone_file.h>

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace muster::intake {
namespace {

// Owners and faults, in order: "a.com b.com !zone_name".
std::string read(const std::string& text, std::string_view origin = {}) {
  ZoneReader reader(origin);
  std::string out, line;
  std::string_view owner;
  const auto add = [&](std::string_view word) { out.append(out.empty() ? "" : " ").append(word); };
  std::istringstream in(text);
  while (std::getline(in, line)) {
    const auto fault = reader.line(line, owner);
    if (fault == ZoneFault::none)
      add(owner);
    else if (fault != ZoneFault::nothing)
      add("!" + std::string(code(fault)));
  }
  if (reader.end() != ZoneFault::nothing) add("!" + std::string(code(reader.end())));
  return out;
}

TEST(ZoneFile, RecordsAsTheyAreWritten) {
  EXPECT_EQ(
      read("$ORIGIN example.com.\n"
           "$TTL 1h30m\n"
           "@ IN SOA ns hostmaster (\n"
           "   2026112401 ; serial\n"
           "   3600 900\n"
           "   1209600 300 )\n"
           "  NS ns\n"
           "  IN 300 MX 10 mail\n"
           "www 300 IN A 192.0.2.1\n"
           "shop IN 300 AAAA 2001:db8::1\n"
           "Alias CNAME www\n"
           "txt TXT \"a ; b ( c\" ; a comment (\n"
           "other.example. A 192.0.2.3\n"
           "*.wild A 192.0.2.4\n"),
      "example.com example.com www.example.com shop.example.com Alias.example.com other.example wild.example.com");
}

TEST(ZoneFile, OriginsChange) {
  EXPECT_EQ(read("$origin com.\na NS ns\n$ORIGIN b.com.\nwww A 192.0.2.1\n$ORIGIN sub\nc A 192.0.2.1\n$ORIGIN .\nnet. "
                 "NS x.\nd A 1\n"),
            "a.com www.b.com c.sub.b.com net d");
  EXPECT_EQ(read("www A 192.0.2.1\n@ A 192.0.2.1\n", "given.example."), "www.given.example given.example");
  EXPECT_EQ(read("www A 192.0.2.1\nabs.example. A 192.0.2.1\n"), "!zone_no_origin abs.example");
  // Names under an origin that can't be read are not taken for names of the one before.
  EXPECT_EQ(read("$ORIGIN a.com.\n$ORIGIN b..com.\nwww A 192.0.2.1\n"), "!zone_name !zone_no_origin");
}

TEST(ZoneFile, WhatLeadsNowhereIsPassedOver) {
  EXPECT_EQ(
      read("$ORIGIN com.\n1avvqn74sg75ukfvf25dgcethgq638ek NSEC3 1 1 0 - abc NS\na RRSIG NS 8 2 3600 x\na DS 1 8 2 ab\n"
           "a TYPE65534 \\# 0\na TXT hello\n"),
      "");
}

TEST(ZoneFile, EscapesNameNoHosts) {
  EXPECT_EQ(read("a\\.b.com. A 192.0.2.1\na\\032b.com. A 192.0.2.1\na\\ b.com. A 192.0.2.1\nok.com. A 192.0.2.1\n"),
            "!zone_no_host !zone_no_host !zone_no_host ok.com");
  EXPECT_EQ(read("a\\999.com. A 1\na\\25.com. A 1\n"), "!zone_escape !zone_escape");
  EXPECT_EQ(read("* A 192.0.2.1\n", "."), "!zone_no_host");
  EXPECT_EQ(read("$ORIGIN a\x1e.com.\nwww A 192.0.2.1\n@ A 192.0.2.1\nok.com. A 192.0.2.1\n"),
            "!zone_no_host !zone_no_host ok.com");
}

TEST(ZoneFile, Faults) {
  EXPECT_EQ(read("$INCLUDE /etc/passwd\n$GENERATE 1-9 a$ A 1.2.3.$\n$TTL x\n"),
            "!zone_include !zone_directive !zone_record");
  EXPECT_EQ(read("  A 192.0.2.1\n"), "!zone_no_owner");
  EXPECT_EQ(read("a..com. A 1\n.a.com. A 1\n" + std::string(64, 'a') + ".com. A 1\n"),
            "!zone_name !zone_name !zone_name");
  EXPECT_EQ(read("a.com.\nb.com. 300 IN\nc.com. ?? x\nd.com. 1 2 3 A x\n"),
            "!zone_record !zone_record !zone_record !zone_record");
  EXPECT_EQ(read("a.com. TXT \"open\nb.com. A 1\n"), "!zone_quote b.com");
  EXPECT_EQ(read("a.com. A 1 )\nb.com. A ( ( 1 ) )\nc.com. A 1\n"), "!zone_parenthesis !zone_parenthesis c.com");
  // The heirs of a record whose owner is at fault are nobody's.
  EXPECT_EQ(read("ok.com. A 1\na..com. A 1\n  A 2\n"), "ok.com !zone_name !zone_no_owner");
  EXPECT_EQ(read("a.com. A 1 (\n"), "a.com !zone_parenthesis");
}

TEST(ZoneFile, AnOpenParenthesisDoesNotSwallowTheFile) {
  std::string text = "a.com. SOA (\n";
  for (std::uint64_t i = 0; i < kZoneRecordMax; ++i) text += "x\n";
  EXPECT_EQ(read(text + "b.com. A 1\n"), "!zone_parenthesis b.com");
}

TEST(ZoneFile, NamesOfTheGreatestLength) {
  const std::string label(63, 'a');
  const std::string longest = label + "." + label + "." + label + "." + std::string(61, 'b');
  EXPECT_EQ(read(longest + ". A 1\n"), longest);
  EXPECT_EQ(read(longest + "b. A 1\n"), "!zone_name");
  EXPECT_EQ(read("$ORIGIN " + label + "." + label + "." + label + ".\n" + std::string(62, 'b') + " A 1\n"),
            "!zone_name");
  EXPECT_EQ(read(std::string(100'000, 'a') + " A 1\n"), "!zone_name");
}

TEST(ZoneFile, IsKnownByItsBeginning) {
  EXPECT_TRUE(is_zone_file("; a comment\n\n$ORIGIN example.com.\n"));
  EXPECT_TRUE(is_zone_file("example.com. 3600 IN SOA ns. h. 1 2 3 4 5\n"));
  EXPECT_TRUE(is_zone_file("com.\t900\tin\tsoa\ta. b. 1 2 3 4 5\n"));
  EXPECT_FALSE(is_zone_file("a.com\nb.com\n"));
  EXPECT_FALSE(is_zone_file("name,provider\nsoa,x\n"));
  EXPECT_FALSE(is_zone_file(""));
}

}  // namespace
}  // namespace muster::intake
