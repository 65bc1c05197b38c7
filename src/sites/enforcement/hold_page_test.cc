#include <enforcement/hold_page.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::enforcement {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const HoldFacts kHeld{"www.bad.example",
                      "",
                      "O-2026-000001",
                      "Act 1, art. 2 <b>",
                      "Authority",
                      *parse_rfc3339("2026-04-01T00:00:00Z"),
                      "https://muster.example/public/orders/O-2026-000001",
                      "https://host.example/"};

TEST(HoldPage, SaysByWhichOrderUntilWhenAndHowToAppeal) {
  const std::string page = hold_page(kHeld, "en");
  for (const char* part : {"O-2026-000001", "Act 1, art. 2 &lt;b&gt;", "2026-04-01",
                           "href=\"https://muster.example/public/orders/O-2026-000001\"", "(451)"})
    EXPECT_THAT(page, HasSubstr(part));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(hold_page(kHeld, "zh"), HasSubstr("因法律原因无法访问"));
}

TEST(HoldPage, LinesSendStatusLinkAndNoLog) {
  const std::string nginx = nginx_lines(kHeld, "/srv/held");
  EXPECT_THAT(nginx, HasSubstr("location / { return 451; }"));
  EXPECT_THAT(nginx, HasSubstr("add_header Link '<https://host.example/>; rel=\"blocked-by\"' always;"));
  EXPECT_THAT(nginx, HasSubstr("alias /srv/held/hold-O-2026-000001.html;"));
  EXPECT_THAT(nginx, HasSubstr("access_log off;"));
  const std::string apache = apache_lines(kHeld, "/srv/held");
  EXPECT_THAT(apache, HasSubstr("RewriteRule ^ - [R=451,L]"));
  EXPECT_THAT(apache, HasSubstr("Header always set Link '<https://host.example/>; rel=\"blocked-by\"'"));
  HoldFacts page = kHeld;
  page.path = "/a.b";
  EXPECT_THAT(nginx_lines(page, "/srv"), HasSubstr("location = /a.b { return 451; }"));
  EXPECT_THAT(apache_lines(page, "/srv"), HasSubstr("RewriteRule ^/a\\.b$ - [R=451,L]"));
}

TEST(HoldPage, NothingThatCameInEndsALineOfConfiguration) {
  HoldFacts evil = kHeld;
  evil.path = "/x; } location / { proxy_pass http://evil";
  evil.number = "O-1\n}";
  EXPECT_THAT(nginx_lines(evil, "/srv"), HasSubstr("location = /xlocation/proxy_passhttp://evil { return 451; }"));
  EXPECT_EQ(hold_page_name(evil), "hold-O-1.html");
  EXPECT_FALSE(check_blocked_by("javascript:alert(1)").ok());
  EXPECT_FALSE(check_blocked_by("https://host.example/\"; x").ok());
  EXPECT_FALSE(check_blocked_by("https://").ok());
  EXPECT_TRUE(check_blocked_by("https://host.example/").ok());
}

}  // namespace
}  // namespace muster::enforcement
