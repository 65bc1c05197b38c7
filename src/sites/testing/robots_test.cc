// Every rule of RFC 9309 §2.2 and §2.5 that concerns the text of robots.txt; those of §2.3 and §2.4 (fetching and
// keeping it) are in robots_fetch_test.cc.
#include "robots.h"

#include <gtest/gtest.h>

namespace muster::testing {
namespace {

bool allows(std::string_view text, std::string_view path, std::string_view product = "Muster") {
  return Robots::parse(text, product).allows(path);
}

// --- §2.2.1 the user-agent line
TEST(RobotsGroups, TheProductIsMatchedInAnyCase) {
  for (const char* name : {"Muster", "muster", "MUSTER", "mUsTeR"})
    EXPECT_FALSE(allows(std::string("User-agent: ") + name + "\nDisallow: /\n", "/a")) << name;
  EXPECT_FALSE(allows("USER-AGENT: Muster\nDISALLOW: /\n", "/a")) << "keys too";
}
TEST(RobotsGroups, TheProductIsTheWholeToken) {
  EXPECT_TRUE(allows("User-agent: Must\nDisallow: /\n", "/a"));
  EXPECT_TRUE(allows("User-agent: Muster-Images\nDisallow: /\n", "/a"));
  EXPECT_FALSE(allows("User-agent: Muster/1.0\nDisallow: /\n", "/a")) << "a version is no part of the token";
  EXPECT_FALSE(allows("User-agent: Muster bot\nDisallow: /\n", "/a"));
}
TEST(RobotsGroups, GroupsOfOneProductAreCombined) {
  constexpr std::string_view kText =
      "User-agent: Muster\nDisallow: /a\n\nUser-agent: Other\nDisallow: /o\n\nuser-agent: muster\nDisallow: /b\n";
  EXPECT_FALSE(allows(kText, "/a"));
  EXPECT_FALSE(allows(kText, "/b"));
  EXPECT_TRUE(allows(kText, "/o"));
}
TEST(RobotsGroups, GroupsOfEverybodyAreCombined) {
  constexpr std::string_view kText =
      "User-agent: *\nDisallow: /a\nUser-agent: x\nDisallow: /x\nUser-agent: *\nDisallow: /b\n";
  EXPECT_FALSE(allows(kText, "/a"));
  EXPECT_FALSE(allows(kText, "/b"));
  EXPECT_TRUE(allows(kText, "/x"));
}
TEST(RobotsGroups, SeveralUserAgentsShareAGroup) {
  constexpr std::string_view kText = "User-agent: One\nUser-agent: Muster\nUser-agent: Two\nDisallow: /a\n";
  EXPECT_FALSE(allows(kText, "/a"));
  EXPECT_FALSE(allows(kText, "/a", "One"));
  EXPECT_FALSE(allows(kText, "/a", "Two"));
  EXPECT_TRUE(allows(kText, "/a", "Three"));
}
TEST(RobotsGroups, OurGroupStandsAlone) {
  constexpr std::string_view kText = "User-agent: *\nDisallow: /\n\nUser-agent: Muster\nDisallow: /a\n";
  EXPECT_TRUE(allows(kText, "/b")) << "what everybody is told is not added";
  EXPECT_FALSE(allows(kText, "/a"));
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /\nUser-agent: Muster\n", "/b")) << "a group without rules";
}
TEST(RobotsGroups, EverybodysGroupIfNoneIsOurs) {
  EXPECT_FALSE(allows("User-agent: Other\nDisallow: /a\nUser-agent: *\nDisallow: /b\n", "/b"));
}
TEST(RobotsGroups, WithoutAnyGroupForUsNoRulesApply) {
  EXPECT_TRUE(allows("User-agent: Other\nDisallow: /\n", "/a"));
  EXPECT_TRUE(allows("", "/a"));
  EXPECT_TRUE(allows("no lines of the protocol at all", "/a"));
}

// --- §2.2.2 allow and disallow
TEST(RobotsRules, TheMatchIsOfACase) {
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /Foo\n", "/foo"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /Foo\n", "/Foo/bar"));
}
TEST(RobotsRules, TheMatchBeginsAtTheFirstOctet) {
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /bar\n", "/foo/bar"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /bar\n", "/barn"));
}
TEST(RobotsRules, TheMostOctetsWin) {
  constexpr std::string_view kText =
      "User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n";  // §5.2
  EXPECT_FALSE(allows(kText, "/example/page/disallowed.gif"));
  EXPECT_TRUE(allows(kText, "/example/page/other.gif"));
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /\nAllow: /open\n", "/open/x"));
  EXPECT_TRUE(allows("User-agent: *\nAllow: /open\nDisallow: /\n", "/open/x")) << "in whatever order";
}
TEST(RobotsRules, AllowWinsATie) {
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /same\nAllow: /same\n", "/same"));
  EXPECT_TRUE(allows("User-agent: *\nAllow: /same\nDisallow: /same\n", "/same"));
  EXPECT_TRUE(allows("User-agent: *\nAllow: /s%61me\nDisallow: /same\n", "/same"))
      << "the same octets once encoded alike";
}
TEST(RobotsRules, WithoutAMatchItIsAllowed) {
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /a\n", "/b"));
}
TEST(RobotsRules, AnEmptyPatternMatchesNothing) {
  EXPECT_TRUE(allows("User-agent: *\nDisallow:\n", "/a"));
  EXPECT_TRUE(allows("User-agent: *\nDisallow:   # nothing\n", "/a"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /a\nAllow:\n", "/a"));
}
TEST(RobotsRules, RobotsTxtItselfIsAllowed) {
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /\n", "/robots.txt"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /\n", "/robots.txt.bak"));
}
TEST(RobotsRules, RulesOutsideOfAGroupAreIgnored) {
  EXPECT_TRUE(allows("Disallow: /\nUser-agent: *\nDisallow: /a\n", "/b"));
  EXPECT_FALSE(allows("Disallow: /\nUser-agent: *\nDisallow: /a\n", "/a"));
}
TEST(RobotsRules, OctetsAreEncodedBeforeTheyAreCompared) {
  struct Case {
    const char *pattern, *path;
    bool fits;
  };
  for (const Case& each : {
           Case{"/foo/bar?baz=quz", "/foo/bar?baz=quz", true},  // the table of §2.2.2
           Case{"/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", true},
           Case{"/foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https://foo.bar", true},
           Case{"/foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84", true},
           Case{"/foo/bar/%E3%83%84", "/foo/bar/\xE3\x83\x84", true},
           Case{"/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", true},  // hexadecimal digits in any case
           Case{"/foo/bar/%62%61%7A", "/foo/bar/baz", true}, Case{"/foo/bar/baz", "/foo/bar/%62%61%7A", true},
           Case{"/a%2Fb", "/a/b", false},  // a reserved octet stays as it is
           Case{"/a/b", "/a%2Fb", false}, Case{"/a%2fb", "/a%2Fb", true}, Case{"/a b", "/a%20b", true},
           Case{"/100%", "/100%", true},                                   // no encoding at all
           Case{"/100%25", "/100%", true}, Case{"/%%36%31", "/a", false},  // is decoded once
       })
    EXPECT_EQ(!allows(std::string("User-agent: *\nDisallow: ") + each.pattern + "\n", each.path), each.fits)
        << each.pattern << " " << each.path;
}

// --- §2.2.3 special characters
TEST(RobotsSpecial, ANumberSignBeginsAComment) {
  EXPECT_FALSE(allows("# first\nUser-agent: * # all\nDisallow: /a# not b\n#Disallow: /c\n", "/a"));
  EXPECT_TRUE(allows("# first\nUser-agent: * # all\nDisallow: /a# not b\n#Disallow: /c\n", "/c"));
}
TEST(RobotsSpecial, ADollarSignEndsThePattern) {
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /a$\n", "/a"));
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /a$\n", "/ab"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /*.php$\n", "/x/y.php"));
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /*.php$\n", "/x/y.php?z"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /*.php$\n", "/a.php/b.php"));
}
TEST(RobotsSpecial, AStarIsAnyNumberOfCharacters) {
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /this/*/exactly\n", "/this/path/exactly"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /a*b\n", "/ab")) << "none as well";
  EXPECT_FALSE(allows("User-agent: *\nDisallow: *.gif\n", "/x.gif"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /a***c\n", "/abc"));
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /a*c\n", "/abd"));
}
TEST(RobotsSpecial, EncodedTheyAreMeantAsTheyStand) {
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /path/file-with-a-%2A.html\n", "/path/file-with-a-*.html"));
  EXPECT_TRUE(allows("User-agent: *\nDisallow: /path/file-with-a-%2A.html\n", "/path/file-with-a-x.html"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /foo-%24\n", "/foo-$"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /a$b\n", "/a$b")) << "inside of a pattern it ends nothing";
}

// --- §2.2.4 other records, and what lines are made of
TEST(RobotsLines, OtherRecordsDoNotDisturb) {
  constexpr std::string_view kText =
      "Sitemap: https://x.example/map.xml\nUser-agent: One\nSitemap: /m\nCrawl-delay: 5\nUser-agent: Muster\n"
      "Host: x\nDisallow: /a\nSitemap: /n\nnonsense\nDisallow: /b\n";
  EXPECT_FALSE(allows(kText, "/a"));
  EXPECT_FALSE(allows(kText, "/b")) << "a sitemap ends no group";
  EXPECT_FALSE(allows(kText, "/a", "One")) << "nor does it part the names of a group";
}
TEST(RobotsLines, EndWithAnyOfTheLineEnds) {
  for (const char* end : {"\n", "\r\n", "\r"})
    EXPECT_FALSE(allows(std::string("User-agent: *") + end + "Allow: /" + end + "Disallow: /a" + end, "/a"));
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /a", "/a")) << "the last one needs none";
}
TEST(RobotsLines, WhiteSpaceAroundDoesNotCount) {
  EXPECT_FALSE(allows(" \tUser-agent\t :  *  \n\tDisallow : \t/a \n", "/a"));
}
TEST(RobotsLines, AByteOrderMarkDoesNotCount) {
  EXPECT_FALSE(allows("\xEF\xBB\xBFUser-agent: *\nDisallow: /a\n", "/a"));
}
TEST(RobotsLines, EmptyLinesEndNoGroup) {
  EXPECT_FALSE(allows("User-agent: *\n\n\nDisallow: /a\n\nDisallow: /b\n", "/b"));
}
TEST(RobotsLines, WhatIsNotUtf8IsComparedAsOctets) {
  EXPECT_FALSE(allows("User-agent: *\nDisallow: /caf\xE9\n", "/caf%E9"));
  EXPECT_TRUE(allows(std::string_view("User-agent: *\nDisallow: /a\0b\n", 31), "/a"));
}

// --- §2.5 limits
TEST(RobotsLimits, FiveHundredKibibytesAreRead) {
  std::string text = "User-agent: *\n";
  while (text.size() < 500 * 1024 - 40) text += "# filler\n";
  text += "Disallow: /inside\n";
  ASSERT_LT(text.size(), 500u * 1024);
  EXPECT_FALSE(allows(text, "/inside"));
}
TEST(RobotsLimits, WhatComesLaterIsNot) {
  std::string text = "User-agent: *\nDisallow: /early\n";
  while (text.size() < kRobotsBytesMax - 5) text += "#\n";
  text += "Disallow: /\n";  // cut inside of this line: half a rule would be another rule
  EXPECT_TRUE(allows(text, "/x"));
  EXPECT_FALSE(allows(text, "/early"));
}
TEST(RobotsLimits, ManyRulesAreAllKept) {
  std::string text = "User-agent: *\n";
  for (int i = 0; text.size() < 400'000; ++i) text += "Disallow: /p" + std::to_string(i) + "$\n";
  const Robots robots = Robots::parse(text, "Muster");
  EXPECT_GT(robots.rules(), 20'000u);
  EXPECT_LT(robots.bytes(), 8u << 20);
  EXPECT_FALSE(robots.allows("/p19999"));
  EXPECT_TRUE(robots.allows("/q"));
}
TEST(RobotsLimits, PatternsMadeToTakeForEverAreARefusal) {
  std::string pattern = "/";
  while (pattern.size() < 100'000) pattern += "*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
  EXPECT_FALSE(allows("User-agent: *\nDisallow: " + pattern + "\n", "/" + std::string(200'000, 'a')));
  EXPECT_TRUE(allows("User-agent: *\nDisallow: " + pattern + "\n", "/plain"));
}

}  // namespace
}  // namespace muster::testing
