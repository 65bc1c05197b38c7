#include <identifiers/contact.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::identifiers {
namespace {

template <class T>
std::string outcome(const Result<T>& result) {
  if constexpr (std::is_same_v<T, std::string>)
    return result.ok() ? *result : result.error().code;
  else
    return result.ok() ? result->text : result.error().code;
}
std::string range(std::string_view text) {
  const auto got = parse_address_range(text);
  return got.ok() ? got->text() : got.error().code;
}

TEST(Contact, Emails) {
  EXPECT_EQ(outcome(check_email(" Site.Office+1@Example.COM ")), "Site.Office+1@example.com");
  EXPECT_EQ(outcome(check_email("备案@例子.example")), "备案@例子.example");
  for (const char* bad : {"", "@", "a@", "@b.example", "a b@c.example", "a..b@c.example", ".a@c.example", "a@b",
                          "a@-b.example", "a@b..example", "a@b.example\r\nBcc: x@y.example", "a@[192.0.2.1]"})
    EXPECT_EQ(outcome(check_email(bad)), "email_form") << bad;
  EXPECT_EQ(outcome(check_email(std::string(65, 'a') + "@b.example")), "email_too_long");
}

TEST(Contact, Phones) {
  EXPECT_EQ(outcome(check_phone("+86 138 0013 8000")), "+8613800138000");
  EXPECT_EQ(outcome(check_phone("0044 (20) 7946-0958")), "+442079460958");  // Ofcom's numbers for drama
  EXPECT_EQ(outcome(check_phone("+1-202-555-0143")), "+12025550143");
  EXPECT_EQ(outcome(check_phone("13800138000")), "phone_country_code");
  EXPECT_EQ(outcome(check_phone("+0123456789")), "phone_country_code");
  EXPECT_EQ(outcome(check_phone("+86 12")), "phone_length");
  EXPECT_EQ(outcome(check_phone("+861380013800012345")), "phone_length");
  EXPECT_EQ(outcome(check_phone("+86 138 call me")), "phone_form");
  EXPECT_EQ(outcome(check_phone("")), "phone_country_code");
}

TEST(Contact, HomeUrls) {
  EXPECT_EQ(outcome(check_home_url("HTTP://WWW.Example.COM/Path?q")), "http://www.example.com/Path?q");
  EXPECT_EQ(check_home_url("https://www.example.com:8443/")->host, "www.example.com");
  for (const auto& [text, code] : {std::pair{"ftp://a.example", "url_scheme"},
                                   {"a.example", "url_scheme"},
                                   {"javascript://x", "url_scheme"},
                                   {"http://", "url_form"},
                                   {"http://a b/", "url_form"},
                                   {"http://a.example:x/", "url_form"},
                                   {"http://a.example:99999/", "url_form"},
                                   {"http://u:p@a.example/", "url_user"}})
    EXPECT_EQ(outcome(check_home_url(text)), code) << text;
  EXPECT_EQ(outcome(check_home_url("http://a.example/" + std::string(2048, 'x'))), "url_too_long");
}

TEST(Contact, PostalAddresses) {
  EXPECT_TRUE(check_postal_address("1 Example Street, 12345 Exampleton").ok());
  EXPECT_EQ(outcome(check_postal_address("a\nb\nc")), "address_form");
  EXPECT_EQ(outcome(check_postal_address("x")), "address_form");
}

TEST(AddressRanges, AreWrittenInOneForm) {
  EXPECT_EQ(range(" 192.0.2.7 "), "192.0.2.7");
  EXPECT_EQ(range("192.0.2.0/24"), "192.0.2.0/24");
  EXPECT_EQ(range("192.0.2.0-192.0.2.255"), "192.0.2.0/24");
  EXPECT_EQ(range("192.0.2.1 - 192.0.2.9"), "192.0.2.1-192.0.2.9");
  EXPECT_EQ(range("0.0.0.0/0"), "0.0.0.0/0");
  EXPECT_EQ(range("2001:DB8:0:0::1"), "2001:db8::1");
  EXPECT_EQ(range("2001:db8::/32"), "2001:db8::/32");
  EXPECT_EQ(range("192.0.2.1/24"), "address_range_bits");
  EXPECT_EQ(range("192.0.2.9-192.0.2.1"), "address_range_order");
  for (const char* bad : {"", "192.0.2", "192.0.2.256", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "::/129",
                          "192.0.2.1-::1", "a", "192.0.2.1,192.0.2.2"})
    EXPECT_EQ(range(bad), "address_range_form") << bad;
}

TEST(AddressRanges, ContainAndSort) {
  const auto block = *parse_address_range("192.0.2.0/24");
  EXPECT_TRUE(block.contains(*parse_address_range("192.0.2.200-192.0.2.255")));
  EXPECT_FALSE(block.contains(*parse_address_range("192.0.2.200-192.0.3.0")));
  EXPECT_FALSE(parse_address_range("::/0")->contains(block));
  EXPECT_LT(parse_address_range("9.0.0.0")->first_key(), parse_address_range("10.0.0.0")->first_key());
  EXPECT_EQ(block.first_key(), "00000000000000000000ffffc0000200");
  EXPECT_EQ(block.last_key(), "00000000000000000000ffffc00002ff");
}

RC_GTEST_PROP(AddressRangeProperties, ComeBackAsTheyWere, (std::uint32_t a, std::uint32_t b)) {
  const auto text = [](std::uint32_t n) {
    return std::to_string(n >> 24) + "." + std::to_string(n >> 16 & 255) + "." + std::to_string(n >> 8 & 255) + "." +
           std::to_string(n & 255);
  };
  const auto parsed = parse_address_range(text(std::min(a, b)) + "-" + text(std::max(a, b)));
  RC_ASSERT(parsed.ok());
  RC_ASSERT(*parse_address_range(parsed->text()) == *parsed);
  RC_ASSERT(parsed->contains(*parse_address_range(text(a))));
}

RC_GTEST_PROP(ContactProperties, NothingMakesACheckCrash, (const std::string& text)) {
  const auto email = check_email(text);
  if (email.ok()) RC_ASSERT(outcome(check_email(*email)) == *email);
  const auto phone = check_phone(text);
  if (phone.ok()) RC_ASSERT(outcome(check_phone(*phone)) == *phone);
  (void)check_home_url(text);
  (void)check_postal_address(text);
  (void)parse_address_range(text);
}

}  // namespace
}  // namespace muster::identifiers
