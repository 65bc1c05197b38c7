#include <base/text.h>
#include <content/html.h>
#include <testing/browser.h>

namespace muster::testing {
namespace {

constexpr std::size_t kOwnTextMax = 400;      // bytes; a page with more shows something
constexpr std::size_t kInlineScriptMin = 64;  // a counter's line is no program

bool has_scripts(std::string_view source) {
  content::Tokenizer tokens(source);
  for (auto token = tokens.next(); token.kind != content::Token::Kind::end; token = tokens.next()) {
    if (token.kind != content::Token::Kind::open || token.name != "script") continue;
    if (!token.attribute("src").empty() || token.raw.size() >= kInlineScriptMin) return true;
  }
  return false;
}

}  // namespace

bool needs_browser(const Visit& visit) {
  if (!visit.error.empty() || visit.status != 200 || visit.hops.empty()) return false;
  const std::string type = to_lower_ascii(visit.hops.back().content_type);
  if (!type.empty() && type.find("html") == std::string::npos) return false;
  return visit.page.text.size() <= kOwnTextMax && has_scripts(visit.payload);
}

bool BrowserShare::take() {
  if (taken_ * 100 >= (visits_ + kAhead) * percent_) return false;
  ++taken_;
  return true;
}

}  // namespace muster::testing
