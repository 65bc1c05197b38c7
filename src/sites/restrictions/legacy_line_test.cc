#include "legacy_line.h"

#include <base/text.h>

#include <gtest/gtest.h>

namespace muster::restrictions {
namespace {

std::string words(const Result<std::vector<std::string_view>>& found) {
  if (!found.ok()) return found.error().code;
  std::string out;
  for (const auto name : *found) out += std::string(name) + " ";
  return out;
}

TEST(LegacyLine, Names) {
  EXPECT_EQ(*legacy_name(" Shop.Example "), "shop.example");
  EXPECT_EQ(*legacy_name("*.shop.example"), "shop.example");
  EXPECT_EQ(*legacy_name(".shop.example."), "shop.example");
  EXPECT_EQ(*legacy_name("bücher.example"), "xn--bcher-kva.example");
  EXPECT_EQ(legacy_name("192.0.2.1").error().code, "legacy_address");
  EXPECT_EQ(legacy_name("2001:db8::1").error().code, "legacy_address");
  EXPECT_EQ(legacy_name("co.uk").error().code, "legacy_public_suffix");
  EXPECT_FALSE(legacy_name("http://shop.example/").ok());
  EXPECT_FALSE(legacy_name("").ok());
}

TEST(LegacyLine, PlainAndHosts) {
  EXPECT_EQ(words(plain_names("a.example # why")), "a.example ");
  EXPECT_EQ(words(plain_names("  ; a remark")), "");
  EXPECT_EQ(words(plain_names("! a remark")), "");
  EXPECT_EQ(words(hosts_names("0.0.0.0 a.example b.example\t# why")), "a.example b.example ");
  EXPECT_EQ(words(hosts_names("::1 localhost ip6-localhost")), "");
  EXPECT_EQ(words(hosts_names("# nothing")), "");
  EXPECT_EQ(words(hosts_names("a.example b.example")), "legacy_hosts_form");
  EXPECT_EQ(words(hosts_names("0.0.0.0")), "legacy_hosts_form");
}

std::string zone(std::string_view text) {
  RpzLines lines;
  std::string out;
  for (const auto line : split(text, '\n')) {
    const auto name = lines.line(line);
    if (!name.ok())
      out += "(" + name.error().code + ") ";
    else if (!name->empty())
      out += *name + " ";
  }
  return out;
}

TEST(LegacyLine, Zones) {
  EXPECT_EQ(zone("$TTL 300\n"
                 "@ SOA localhost. root.localhost. (\n 1 ; serial\n 2 3\n 4 5 )\n"
                 "  NS localhost.\n"
                 "a.example CNAME .\n"
                 "*.a.example IN CNAME .\n"
                 "b.example 300 IN CNAME *.\n"
                 "  TXT \"why\"\n"
                 "good.example CNAME rpz-passthru.\n"
                 "c.example A 192.0.2.1 ; a garden\n"),
            "a.example *.a.example b.example c.example ");
  EXPECT_EQ(zone("$ORIGIN block.test.\nd.example.block.test. CNAME .\nD.example.block.test. CNAME .\nother.test. CNAME "
                 ".\n"),
            "d.example (legacy_rpz_outside) ");
  EXPECT_EQ(zone("block.test. 60 IN SOA a. b. 1 2 3 4 5\ne.example.block.test. CNAME .\n"), "e.example ");
  EXPECT_EQ(zone("32.1.2.0.192.rpz-ip CNAME .\nns.example.rpz-nsdname CNAME .\n"),
            "(legacy_rpz_trigger) (legacy_rpz_trigger) ");
  EXPECT_EQ(zone("f.example\nf.example MX 1 x.\n  CNAME\n"), "(legacy_rpz_form) (legacy_rpz_form) (legacy_rpz_form) ");
}

TEST(LegacyLine, TheFirstBytesSayTheForm) {
  EXPECT_EQ(detect_legacy("# list\n\na.example\n"), LegacyFormat::plain);
  EXPECT_EQ(detect_legacy("name,reason\n"), LegacyFormat::csv);
  EXPECT_EQ(detect_legacy("# hosts\n127.0.0.1 a.example\n"), LegacyFormat::hosts);
  EXPECT_EQ(detect_legacy("$TTL 60\n"), LegacyFormat::rpz);
  EXPECT_EQ(detect_legacy("a.example CNAME .\n"), LegacyFormat::rpz);
  EXPECT_EQ(detect_legacy(""), LegacyFormat::plain);
  for (const auto f :
       {LegacyFormat::automatic, LegacyFormat::plain, LegacyFormat::csv, LegacyFormat::hosts, LegacyFormat::rpz})
    EXPECT_EQ(legacy_format(to_text(f)), f);
}

}  // namespace
}  // namespace muster::restrictions
