#include <base/text.h>
#include <names/name.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::names {
namespace {

std::string ascii(std::string_view input, NameRules rules = {}) {
  const auto name = parse_name(input, rules);
  return name.ok() ? name.value().ascii : name.error().code;
}

TEST(Name, IsLowerCaseWithoutTheLastDot) {
  EXPECT_EQ(ascii("Example.COM"), "example.com");
  EXPECT_EQ(ascii("example.com."), "example.com");
  EXPECT_EQ(ascii("a.b"), "a.b");
  EXPECT_EQ(ascii("r3---sn-4g5e6nsk.example.com"), "r3---sn-4g5e6nsk.example.com");
  EXPECT_EQ(ascii("3com.com"), "3com.com");
  EXPECT_EQ(ascii("1.2.3.4.example"), "1.2.3.4.example");
}

TEST(Name, FollowsUts46NonTransitional) {
  EXPECT_EQ(ascii("例え.テスト"), "xn--r8jz45g.xn--zckzah");
  EXPECT_EQ(ascii("faß.de"), "xn--fa-hia.de");  // transitional would give fass.de
  EXPECT_EQ(ascii("BÜCHER.example"), "xn--bcher-kva.example");
  EXPECT_EQ(ascii("bu\xCC\x88"
                  "cher.example"),
            "xn--bcher-kva.example");  // combining form is composed
  EXPECT_EQ(ascii("例え。テスト"), "xn--r8jz45g.xn--zckzah");
  EXPECT_EQ(ascii("example．com"), "example.com");
  EXPECT_EQ(ascii("例え。テスト。"), "xn--r8jz45g.xn--zckzah");
  EXPECT_EQ(ascii("ｅｘａｍｐｌｅ.com"), "example.com");
  EXPECT_EQ(ascii("XN--BCHER-KVA.example"), "xn--bcher-kva.example");
  EXPECT_EQ(ascii("r3---sn.bücher.example"), "r3---sn.xn--bcher-kva.example");
}

// What the plain definition below did not know once in 100,000 draws: two bytes, each of them no name, are one letter.
TEST(Name, TwoBytesInOrderAreALetter) {
  EXPECT_EQ(ascii("\xC3\xA9.Z"), "xn--9ca.z");
  EXPECT_EQ(ascii("a.\xC3\xA9"), "a.xn--9ca");
  EXPECT_EQ(ascii("\xA9\xC3.Z"), "name_not_utf8");
  EXPECT_EQ(ascii("\xC3.\xA9"), "name_not_utf8");
}

TEST(Name, RefusesWithAReasonEach) {
  EXPECT_EQ(ascii(""), "name_empty");
  EXPECT_EQ(ascii("."), "name_single_label");
  EXPECT_EQ(ascii("localhost"), "name_single_label");
  EXPECT_EQ(ascii("com."), "name_single_label");
  EXPECT_EQ(ascii("a..b"), "name_label_empty");
  EXPECT_EQ(ascii(".a.b"), "name_label_empty");
  EXPECT_EQ(ascii("a.b.."), "name_label_empty");
  EXPECT_EQ(ascii("a.。b"), "name_label_empty");
  EXPECT_EQ(ascii("-a.b"), "name_label_hyphen");
  EXPECT_EQ(ascii("a-.b"), "name_label_hyphen");
  EXPECT_EQ(ascii("a.b-"), "name_label_hyphen");
  EXPECT_EQ(ascii("a_b.com"), "name_underscore");
  EXPECT_EQ(ascii("*.example.com"), "name_wildcard");
  EXPECT_EQ(ascii("exa mple.com"), "name_control_character");
  EXPECT_EQ(ascii(std::string_view("a\0b.com", 7)), "name_control_character");
  EXPECT_EQ(ascii("exam\x7fple.com"), "name_control_character");
  EXPECT_EQ(ascii("bü\tcher.com"), "name_control_character");
  EXPECT_EQ(ascii("http://example.com/"), "name_character");
  EXPECT_EQ(ascii("example.com:8080"), "name_character");
  EXPECT_EQ(ascii("a@b.com"), "name_character");
  EXPECT_EQ(ascii("127.0.0.1"), "name_is_address");
  EXPECT_EQ(ascii("127.0.0.1."), "name_is_address");
  EXPECT_EQ(ascii("127.1"), "name_is_address");
  EXPECT_EQ(ascii("example.0x7f"), "name_is_address");
  EXPECT_EQ(ascii("::1"), "name_is_address");
  EXPECT_EQ(ascii("[2001:db8::1]"), "name_is_address");
  EXPECT_EQ(ascii("1.2.3.４"), "name_is_address");  // full-width 4 is mapped to a digit
  EXPECT_EQ(ascii("\xff\xfe.com"), "name_not_utf8");
  EXPECT_EQ(ascii("\xc0\xae.com"), "name_not_utf8");  // overlong dot
  EXPECT_EQ(ascii("xn--.com"), "name_label_hyphen");
  EXPECT_EQ(ascii("xn--a.com"), "name_idna");
  EXPECT_EQ(ascii("xn--bcher-kvaa.example-"), "name_label_hyphen");
  EXPECT_EQ(ascii("xn--\xc3\xbc.com"), "name_idna");
  EXPECT_EQ(ascii("a\u200bb.com"), "ab.com");           // UTS 46 drops the zero-width space
  EXPECT_EQ(ascii("\u00ad.example.com"), "name_idna");  // a label of nothing but a soft hyphen does not vanish
  EXPECT_EQ(ascii("℀.com"), "name_idna");               // would become "a/c"
  EXPECT_EQ(ascii("א1a.com"), "name_idna");             // mixed direction
}

TEST(Name, Lengths) {
  const std::string label63(63, 'a');
  EXPECT_EQ(ascii(label63 + ".com"), label63 + ".com");
  EXPECT_EQ(ascii(label63 + "a.com"), "name_label_too_long");
  const std::string name253 = label63 + "." + label63 + "." + label63 + "." + std::string(61, 'b');
  ASSERT_EQ(name253.size(), 253u);
  EXPECT_EQ(ascii(name253), name253);
  EXPECT_EQ(ascii(name253 + "."), name253);
  EXPECT_EQ(ascii(name253 + "b"), "name_too_long");
  EXPECT_EQ(ascii(name253 + "bb"), "name_too_long");
  EXPECT_EQ(ascii(std::string(10'000'000, 'a')), "name_too_long");
  std::string wide;
  for (int i = 0; i < 70; ++i) wide += "ü";
  EXPECT_EQ(ascii(wide + ".com").substr(0, 5), "name_");
}

TEST(Name, UnderscoreAndSingleLabelWhereStated) {
  EXPECT_EQ(ascii("_dmarc.Example.com", {.underscore = true}), "_dmarc.example.com");
  EXPECT_EQ(ascii("_a.bücher.com", {.underscore = true}), "_a.xn--bcher-kva.com");
  EXPECT_EQ(ascii("com", {.single_label = true}), "com");
}

TEST(Name, PatternsKeepTheirWildcardApart) {
  EXPECT_TRUE(parse_pattern("*.example.com")->below);
  EXPECT_EQ(parse_pattern("*.example.com")->name.ascii, "example.com");
  EXPECT_FALSE(parse_pattern("example.com")->below);
  EXPECT_EQ(parse_pattern("*.*.com").error().code, "name_wildcard");
  EXPECT_EQ(parse_pattern("*").error().code, "name_wildcard");
}

TEST(Name, ShowsUnicodeOnlyWhereItIsTheSameName) {
  EXPECT_EQ(to_unicode("xn--bcher-kva.example"), "bücher.example");
  EXPECT_EQ(to_unicode("xn--r8jz45g.xn--zckzah"), "例え.テスト");
  EXPECT_EQ(to_unicode("example.com"), "example.com");
  EXPECT_EQ(to_unicode("xn--a.com"), "xn--a.com");
}

TEST(Name, EveryFaultHasItsOwnCode) {
  std::set<std::string> codes;
  for (int i = 1; i <= static_cast<int>(NameFault::idna); ++i) {
    codes.insert(code(static_cast<NameFault>(i)));
    EXPECT_GT(std::string(sentence(static_cast<NameFault>(i))).size(), 20u);
  }
  EXPECT_EQ(codes.size(), static_cast<std::size_t>(NameFault::idna));
}

RC_GTEST_PROP(NameProperty, WhatIsAcceptedIsAFixedPoint, ()) {
  const auto piece = rc::gen::element<std::string>("a", "Z", "0", "-", ".", "_", "ü", "ß", "例", "。", "xn--bcher-kva",
                                                   "\u200d", "\u00ad", "x", "９");
  std::string input = "a.b";
  for (const auto& p : *rc::gen::container<std::vector<std::string>>(piece)) input += p;
  const auto once = parse_name(input, {.underscore = true, .single_label = true});
  if (!once.ok()) return;
  const auto twice = parse_name(once.value().ascii, {.underscore = true, .single_label = true});
  RC_ASSERT(twice.ok());
  RC_ASSERT(twice.value() == once.value());
}

// Where a byte stands must not matter: names are looked at by sixteen bytes, up to 63 of them at once.
TEST(Name, EveryByteAtEveryPlaceIsJudgedAlike) {
  for (const std::size_t size : {1u, 3u, 15u, 16u, 17u, 31u, 32u, 33u, 47u, 48u, 62u, 63u})
    for (std::size_t at = 0; at < size; ++at)
      for (int byte = 0; byte < 256; ++byte) {
        std::string label(size, 'a');
        label[at] = static_cast<char>(byte);
        const bool alnum = byte < 128 && std::isalnum(byte);
        const bool hyphen = byte == '-' && at > 0 && at + 1 < size;
        const bool dot = byte == '.' && at > 0;  // two labels, or the last dot
        const auto got = parse_name(label, {.single_label = true});
        const bool number = size == 1 && byte >= '0' && byte <= '9';
        ASSERT_EQ(got.ok(), (alnum && !number) || hyphen || dot) << size << ' ' << at << ' ' << byte;
        if (got.ok())
          ASSERT_EQ(got->ascii, to_lower_ascii(byte == '.' && at + 1 == size ? label.substr(0, at) : label));
      }
}

RC_GTEST_PROP(NameProperty, LettersDigitsAndDotsAgreeWithThePlainDefinition, ()) {
  const auto labels = *rc::gen::container<std::vector<std::string>>(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("aZ09-x_n*é "))));
  std::string input;
  for (std::size_t i = 0; i < labels.size(); ++i) input += (i == 0 ? "" : ".") + labels[i];
  bool good = labels.size() >= 2 && input.size() <= 253;
  for (const auto& label : labels) {
    good &= !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-';
    good &= label.find_first_not_of("aZ09-xn") == std::string::npos && !label.starts_with("xn--");
  }
  if (good) good = labels.back().find_first_not_of("09") != std::string::npos && !labels.back().starts_with("0x");
  const auto got = parse_name(input);
  if (good)
    RC_ASSERT(got.ok() && got.value().ascii == to_lower_ascii(input));
  else if (got.ok())
    RC_ASSERT(input.find("xn--") != std::string::npos || input.find("é") != std::string::npos ||
              labels.back().starts_with("0x") || input.ends_with('.'));
}

}  // namespace
}  // namespace muster::names
