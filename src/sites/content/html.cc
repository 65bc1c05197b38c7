#include <base/text.h>
#include <content/html.h>

#include <unicode/utf8.h>

namespace muster::content {
namespace {

constexpr std::size_t kAttributesMax = 64;
constexpr std::size_t kValueBytesMax = 8192;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Named {
  std::string_view name, text;
};
constexpr std::size_t kNameBytesMax = 7;
// The references that text has; rarer ones stay as written, which costs a matcher nothing.
constexpr Named kNamed[] = {
    {"amp", "&"},      {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
    {"copy", "©"},     {"reg", "®"},    {"trade", "™"},  {"hellip", "…"}, {"mdash", "—"},  {"ndash", "–"},
    {"lsquo", "‘"},    {"rsquo", "’"},  {"ldquo", "“"},  {"rdquo", "”"},  {"laquo", "«"},  {"raquo", "»"},
    {"middot", "·"},   {"bull", "•"},   {"shy", ""},     {"zwj", ""},     {"zwnj", ""},    {"eacute", "é"},
    {"egrave", "è"},   {"ecirc", "ê"},  {"agrave", "à"}, {"acirc", "â"},  {"ccedil", "ç"}, {"auml", "ä"},
    {"ouml", "ö"},     {"uuml", "ü"},   {"Auml", "Ä"},   {"Ouml", "Ö"},   {"Uuml", "Ü"},   {"szlig", "ß"},
    {"aring", "å"},    {"aelig", "æ"},  {"oslash", "ø"}, {"ntilde", "ñ"}, {"aacute", "á"}, {"iacute", "í"},
    {"oacute", "ó"},   {"uacute", "ú"}, {"ensp", " "},   {"emsp", " "},   {"thinsp", " "}, {"Tab", "\t"},
    {"NewLine", "\n"}, {"period", "."}, {"comma", ","},  {"colon", ":"},  {"hyphen", "‐"}, {"lowbar", "_"},
};

void append_code_point(std::string& out, std::uint32_t c) {
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  std::uint8_t bytes[4];
  std::int32_t n = 0;
  U8_APPEND_UNSAFE(bytes, n, c);
  out.append(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(n));
}

// text begins behind "&#"; returns how much it took, 0 when it is no reference.
std::size_t numeric(std::string& out, std::string_view text) {
  const bool hex = !text.empty() && (text[0] == 'x' || text[0] == 'X');
  std::size_t i = hex ? 1 : 0;
  const std::size_t first = i;
  std::uint32_t c = 0;
  for (; i < text.size(); ++i) {
    const char d = text[i];
    std::uint32_t digit;
    if (d >= '0' && d <= '9')
      digit = static_cast<std::uint32_t>(d - '0');
    else if (hex && is_alpha(d) && (d | 32) <= 'f')
      digit = static_cast<std::uint32_t>((d | 32) - 'a' + 10);
    else
      break;
    c = c > 0x10FFFF ? c : c * (hex ? 16 : 10) + digit;
  }
  if (i == first) return 0;
  append_code_point(out, c);
  return i + (i < text.size() && text[i] == ';');
}

std::size_t named(std::string& out, std::string_view text) {
  const auto end = text.substr(0, kNameBytesMax + 1).find(';');
  if (end == std::string_view::npos) return 0;
  const auto name = text.substr(0, end);
  for (const Named& each : kNamed)
    if (name == each.name) {
      out += each.text;
      return name.size() + 1;
    }
  return 0;
}

bool holds_no_text(std::string_view name) {
  return name == "script" || name == "style" || name == "template" || name == "iframe" || name == "noembed" ||
         name == "xmp";
}

}  // namespace

std::string_view Token::attribute(std::string_view wanted) const {
  for (const auto& [name_, value] : attributes)
    if (name_ == wanted) return value;
  return {};
}

void append_decoded(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto amp = text.find('&');
    out += text.substr(0, amp);
    if (amp == std::string_view::npos) return;
    text.remove_prefix(amp + 1);
    const std::size_t took = text.starts_with('#') ? numeric(out, text.substr(1)) : named(out, text);
    if (took == 0)
      out += '&';
    else
      text.remove_prefix(took + (text.starts_with('#') ? 1 : 0));
  }
}

Token Tokenizer::next() {
  while (!rest_.empty()) {
    if (rest_[0] != '<') {
      const auto end = std::min(rest_.find('<'), rest_.size());
      Token token{Token::Kind::text, rest_.substr(0, end), {}, {}};
      rest_.remove_prefix(end);
      return token;
    }
    const char after = rest_.size() > 1 ? rest_[1] : '\0';
    if (is_alpha(after) || (after == '/' && rest_.size() > 2 && is_alpha(rest_[2]))) {
      Token token = tag();
      if (token.kind == Token::Kind::open && holds_no_text(token.name)) token.raw = take_raw(token.name);
      return token;
    }
    if (after == '!' || after == '?' || after == '/') {
      skip_declaration();
      continue;
    }
    Token token{Token::Kind::text, rest_.substr(0, 1), {}, {}};  // a lone "<"
    rest_.remove_prefix(1);
    return token;
  }
  return {};
}

void Tokenizer::skip_declaration() {
  const std::string_view ends = rest_.starts_with("<!--") ? "-->" : ">";
  const auto end = rest_.find(ends, ends.size() == 3 ? 4 : 2);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + ends.size());
}

std::string_view Tokenizer::take_raw(std::string_view name) {
  for (std::size_t at = rest_.find("</"); at != std::string_view::npos; at = rest_.find("</", at + 2)) {
    if (to_lower_ascii(rest_.substr(at + 2, name.size())) != name) continue;
    const auto raw = rest_.substr(0, at);
    rest_.remove_prefix(at);
    return raw;
  }
  return std::exchange(rest_, {});
}

Token Tokenizer::tag() {
  Token token;
  token.kind = rest_[1] == '/' ? Token::Kind::close : Token::Kind::open;
  std::size_t i = token.kind == Token::Kind::close ? 2 : 1;
  const std::size_t name_begin = i;
  while (i < rest_.size() && !is_space(rest_[i]) && rest_[i] != '/' && rest_[i] != '>') ++i;
  token.name = to_lower_ascii(rest_.substr(name_begin, std::min<std::size_t>(i - name_begin, 64)));
  while (i < rest_.size() && rest_[i] != '>') {
    if (is_space(rest_[i]) || rest_[i] == '/') {
      ++i;
      continue;
    }
    const std::size_t begin = i++;
    while (i < rest_.size() && !is_space(rest_[i]) && rest_[i] != '/' && rest_[i] != '>' && rest_[i] != '=') ++i;
    const auto name = rest_.substr(begin, i - begin);
    while (i < rest_.size() && is_space(rest_[i])) ++i;
    std::string_view value;
    if (i < rest_.size() && rest_[i] == '=') {
      ++i;
      while (i < rest_.size() && is_space(rest_[i])) ++i;
      const char quote = i < rest_.size() ? rest_[i] : '\0';
      const std::size_t from = quote == '"' || quote == '\'' ? ++i : i;
      if (quote == '"' || quote == '\'') {
        i = std::min(rest_.find(quote, i), rest_.size());
        value = rest_.substr(from, i - from);
        if (i < rest_.size()) ++i;
      } else {
        while (i < rest_.size() && !is_space(rest_[i]) && rest_[i] != '>') ++i;
        value = rest_.substr(from, i - from);
      }
    }
    if (token.attributes.size() == kAttributesMax) continue;
    std::string decoded;
    append_decoded(decoded, value.substr(0, kValueBytesMax));
    token.attributes.emplace_back(to_lower_ascii(name.substr(0, 64)), std::move(decoded));
  }
  rest_.remove_prefix(std::min(i + 1, rest_.size()));
  return token;
}

}  // namespace muster::content
