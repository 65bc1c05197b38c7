#include <base/text.h>

#include <algorithm>

#include <reports/read.h>

namespace muster::reports {
namespace {

constexpr std::size_t kWordMax = 2'048;

bool ends_address(unsigned char c) {
  return c <= 0x20 || c == 0x7F || c == '<' || c == '>' || c == '"' || c == '\'' || c == '`' || c == '\\' || c == '^' ||
         c == '{' || c == '}' || c == '|';
}

}  // namespace

std::vector<std::string> addresses_in(std::string_view text, std::size_t max) {
  std::vector<std::string> out;
  for (std::size_t at = text.find("http"); at != std::string_view::npos && out.size() < max;) {
    const std::string_view rest = text.substr(at);
    const std::size_t scheme = rest.starts_with("http://") ? 7 : rest.starts_with("https://") ? 8 : 0;
    std::size_t end = scheme;
    while (scheme > 0 && end < rest.size() && end <= kWordMax && !ends_address(static_cast<unsigned char>(rest[end])))
      ++end;
    std::string_view found = rest.substr(0, end);
    while (found.size() > scheme && std::string_view(".,;:!?)]").find(found.back()) != std::string_view::npos)
      found.remove_suffix(1);
    if (scheme > 0 && end <= kWordMax && found.size() > scheme && std::find(out.begin(), out.end(), found) == out.end())
      out.emplace_back(found);
    at = text.find("http", at + std::max<std::size_t>(end, 4));
  }
  return out;
}

std::string plain_words(std::string_view text, std::size_t bytes) {
  std::string out(text.substr(0, bytes));
  // A character that was cut in two goes with its beginning: at most three bytes.
  for (int i = 0; i < 4 && !out.empty() && !is_valid_utf8(out); ++i) out.pop_back();
  if (!is_valid_utf8(out)) return {};
  std::string kept;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto c = static_cast<unsigned char>(out[i]);
    const bool wide = c == 0xC2 && static_cast<unsigned char>(out[i + 1]) < 0xA0;  // U+0080 to U+009F
    if (wide) ++i;
    if (c == '\r') continue;
    kept += wide || (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F ? ' ' : out[i];
  }
  return std::string(trim(kept));
}

}  // namespace muster::reports
