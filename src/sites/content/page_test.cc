#include <content/page.h>

#include <gtest/gtest.h>

namespace muster::content {
namespace {

Page html(std::string_view body) {
  return read_page(body, "text/html; charset=utf-8");
}

TEST(Page, ReadsWhatAPersonSees) {
  const Page page = html(R"(<!DOCTYPE html><html lang="zh-CN"><head><title>One &amp; two</title>
    <meta name=description content='A shop'><style>p{color:red}</style><script>var hidden="<p>no</p>"</script></head>
    <body><h1>Head</h1><p>First <b>bold</b>
    line<br>next</p><!-- not <p>this</p> --><img alt="a picture"><a href="/x?a=1&amp;b=2">link</a></body></html>)");
  EXPECT_EQ(page.title, "One & two");
  EXPECT_EQ(page.language, "zh");
  EXPECT_EQ(page.text, "One & two\nA shop\nHead\nFirst bold line\nnext\na picture\nlink");
  EXPECT_EQ(page.links, std::vector<std::string>{"/x?a=1&b=2"});
}

TEST(Page, CharacterReferences) {
  EXPECT_EQ(html("<p>&#x72EC;&#31435;&eacute;&nbsp;x&bogus; &#0; &#xD800; a&b &lt;p&gt;").text,
            "独立é x&bogus; \xEF\xBF\xBD \xEF\xBF\xBD a&b <p>");
}

TEST(Page, Charsets) {
  EXPECT_EQ(read_page("<p>\xB6\xC0\xC1\xA2", "text/html; charset=gbk").text, "独立");
  EXPECT_EQ(read_page("<meta charset=\"gb2312\"><p>\xB6\xC0\xC1\xA2", "text/html").text, "独立");
  EXPECT_EQ(read_page("<p>caf\xE9", "text/html; charset=ISO-8859-1").text, "café");
  EXPECT_EQ(read_page(std::string_view("\xFF\xFE<\0p\0>\0\xEC\x72\xCB\x7A", 12), "text/html").text, "独立");
  EXPECT_EQ(read_page("\xEF\xBB\xBF<p>独立", "text/html; charset=iso-8859-1").text, "独立") << "a byte order mark wins";
  EXPECT_EQ(read_page("<p>独立", "text/html; charset=nonsense").text, "独立") << "an unknown label is guessed";
  EXPECT_TRUE(read_page("<p>\xB6\xC0 ok", "text/html; charset=utf-8").text.find("ok") != std::string::npos);
}

TEST(Page, Refresh) {
  const auto refresh = [](const char* content) {
    return html(std::string("<meta http-equiv=Refresh content=\"") + content + "\">").refresh;
  };
  EXPECT_EQ(refresh("0; url=https://a.example/")->url, "https://a.example/");
  EXPECT_EQ(refresh("5;URL='next.html'")->url, "next.html");
  EXPECT_EQ(refresh("5;URL='next.html'")->seconds, 5);
  EXPECT_FALSE(refresh("30").has_value());
  EXPECT_FALSE(refresh("x; url=/").has_value());
}

TEST(Page, WhatIsNotTextIsEmpty) {
  EXPECT_EQ(read_page("\x89PNG\r\n", "image/png").text, "");
  EXPECT_EQ(read_page(std::string_view("MZ\0\0binary", 10), "").text, "");
  EXPECT_EQ(read_page("", "text/html").text, "");
}

TEST(Page, PicturesThatAPersonWouldSee) {
  const Page page = read_page(
      "<head><meta property='og:image' content='/og.jpg'></head><img src='a.jpg' width=640 height='48px'>"
      "<img src='data:image/gif;base64,R0' data-src='late.webp'><img srcset='one.png 1x, two.png 2x'>"
      "<picture><source srcset='wide.avif 1600w' type='image/avif'></picture><video poster=still.jpg></video>"
      "<source src='clip.mp4' type='video/mp4'><input type=IMAGE src=go.png><img><img src='data:image/png;base64,xx'>"
      "<div style='display:none'><img src=hidden.jpg></div><img src=b.jpg width='50%'>",
      "text/html");
  std::vector<std::string> found;
  for (const auto& picture : page.pictures) found.push_back(picture.source + " " + picture.address);
  EXPECT_EQ(found, (std::vector<std::string>{"og /og.jpg", "img a.jpg", "img late.webp", "img one.png",
                                             "source wide.avif", "poster still.jpg", "img go.png", "img b.jpg"}));
  EXPECT_EQ(page.pictures[1].width, 640);
  EXPECT_EQ(page.pictures[1].height, 48);
  EXPECT_EQ(page.pictures[7].width, 0);
}

// Each of these is quadratic or deep in a parser that keeps a tree or looks back.
TEST(Page, HostileMarkupTakesLinearTime) {
  const auto repeat = [](std::string_view what, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out += what;
    return out;
  };
  for (const char* what : {"<b>", "<div><table>", "<!--", "<a href='", "<script>", "</", "<", "&", "&#",
                           "<a x=", "<title>", "</i>", "<script></scrip"})
    (void)html(repeat(what, 4u << 20));
  const Page large = html("<p>" + repeat("独立服务器", 6u << 20));
  EXPECT_TRUE(large.cut);
  EXPECT_LE(large.text.size(), kPageTextMax);
}

}  // namespace
}  // namespace muster::content
