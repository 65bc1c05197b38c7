#include <testing/web_address.h>

#include <gtest/gtest.h>

namespace muster::testing {
namespace {

std::string address_of(std::string_view text) {
  const auto read = web_address(text);
  return read.ok() ? read->url : read.error().code + " " + read.error().field;
}

TEST(WebAddress, HasOneFormForOnePage) {
  for (const char* same :
       {"http://shop.example/a/b?q=1", "HTTP://Shop.EXAMPLE/a/b?q=1", " shop.example/a/b?q=1 ",
        "http://shop.example:80/a/b?q=1", "http://who:what@shop.example/a/b?q=1", "http://shop.example./a/b?q=1",
        "http://shop.example/a/./c/../b?q=1", "http://shop.example/%61/b?q=%31", "http://shop.example/a/b?q=1#there"})
    EXPECT_EQ(address_of(same), "http://shop.example/a/b?q=1") << same;
  EXPECT_EQ(address_of("http://shop.example"), "http://shop.example/");
  EXPECT_EQ(address_of("https://shop.example:443/"), "https://shop.example/");
  EXPECT_EQ(address_of("https://shop.example:8443/%e4%b8%ad"), "https://shop.example:8443/%E4%B8%AD");
  EXPECT_EQ(address_of("http://shop.example/../../x/.."), "http://shop.example/");
  EXPECT_EQ(web_address("http://中国.example/")->host, "xn--fiqs8s.example");
  EXPECT_EQ(web_address("http://a.b.shop.co.uk/")->registrable, "shop.co.uk");
  EXPECT_EQ(web_address("http://a.someone.github.io/")->registrable, "someone.github.io");
}

TEST(WebAddress, IsUnlikeAnotherPage) {
  EXPECT_NE(address_of("http://shop.example/a"), address_of("http://shop.example/A"));
  EXPECT_NE(address_of("http://shop.example/a"), address_of("https://shop.example/a"));
  EXPECT_NE(address_of("http://shop.example/%2F"), address_of("http://shop.example//"));
}

TEST(WebAddress, RefusesWhatNobodyCanVisit) {
  EXPECT_EQ(address_of(""), "address_missing address");
  EXPECT_EQ(address_of("javascript:alert(1)"), "scheme_refused address");
  EXPECT_EQ(address_of("ftp://shop.example/"), "scheme_refused address");
  EXPECT_EQ(address_of("http://192.0.2.1/"), "name_is_address address");
  EXPECT_EQ(address_of("http://localhost/"), "name_single_label address");
  EXPECT_EQ(address_of("http://shop.example:25/"), "port_refused address");
  EXPECT_EQ(address_of(std::string("http://shop.example/") + std::string(3'000, 'a')), "address_too_long address");
  EXPECT_EQ(address_of(std::string("http://shop.example/\x01", 21)), "url_invalid address");
  EXPECT_EQ(address_of("http://shop.example/\xff"), "url_invalid address");
}

}  // namespace
}  // namespace muster::testing
