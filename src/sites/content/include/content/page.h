// What a person would read on a page: text out of HTML or plain text in any charset. A tokenizer, no tree: time and
// memory grow linearly with the input whatever its nesting is. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::content {

inline constexpr std::size_t kPageTextMax = 4u << 20;  // bytes of UTF-8; what comes later isn't read
inline constexpr std::size_t kPageLinksMax = 1000;
inline constexpr std::size_t kPagePicturesMax = 200;

struct Refresh {
  int seconds = 0;
  std::string url;  // as written, may be relative
};

struct PagePicture {
  std::string address;        // as written, may be relative; never a data: address
  std::string source;         // img, source, poster, og (what the page gives to whoever links to it)
  int width = 0, height = 0;  // as the page's attributes say, 0 when they don't
};

struct Page {
  std::string charset;   // as decided: header, byte order mark, <meta>, guess
  std::string language;  // primary tag of <html lang>, lower case, "" when not said
  std::string title;
  std::string text;    // title, description, alternative texts and visible text; white space collapsed
  std::string main;    // of it what is no menu, header, footer or list of links: what the page is about
  std::string hidden;  // text that the page's markup hides (display: none and the like): no person sees it
  std::optional<Refresh> refresh;
  std::vector<std::string> links;     // href of <a>, as written
  std::vector<PagePicture> pictures;  // that a person would see, in the page's order
  std::string icon;                   // href of its <link rel="icon">, as written; never a data: address
  bool cut = false;                   // text was longer than kPageTextMax
};

struct Token;  // html.h

// `content_type` is the header's value, possibly empty. What isn't text gives an empty page. `opened` is shown each
// opening tag of the decoded page, so that who looks for something else doesn't take it apart once more.
Page read_page(std::string_view body, std::string_view content_type,
               const std::function<void(const Token&)>& opened = {});

// To UTF-8 with the charset of the header, the byte order mark, a <meta> in the first 1,024 bytes, or ICU's guess, in
// that order (HTML standard, §13.2.3); what can't be decoded becomes U+FFFD.
std::string to_utf8(std::string_view body, std::string_view content_type, std::string& charset);

}  // namespace muster::content
