#include <base/text.h>
#include <http/dispatch.h>

namespace muster::http {
namespace {

constexpr std::size_t kQueryFieldsMax = 200;

Error malformed(std::string sentence) {
  return invalid("request_malformed", std::move(sentence));
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Percent-decodes; nothing when an encoding is bad or the outcome is no UTF-8 text.
std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  if (!is_valid_utf8(out)) return std::nullopt;
  return out;
}

bool has_control(std::string_view text, bool line_breaks_allowed) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (line_breaks_allowed && (c == '\n' || c == '\r' || c == '\t')) continue;
    if (byte < 0x20 || byte == 0x7f) return true;
  }
  return false;
}

Result<void> set_path(Request& request, std::string_view raw) {
  if (!raw.starts_with('/')) return malformed("The path starts with a slash.");
  std::string path;
  for (std::string_view segment : split(raw.substr(1), '/')) {
    const auto text = decoded(segment, false);
    if (!text) return malformed("The path's percent encoding is wrong.");
    if (has_control(*text, false)) return malformed("The path holds a control character.");
    if (*text == "." || *text == "..") return malformed("The path holds a dot segment.");
    if (text->find_first_of("/\\") != std::string::npos)
      return malformed("The path holds an encoded slash or a backslash.");
    path += '/';
    path += *text;
  }
  request.path = std::move(path);
  return {};
}

}  // namespace

Result<void> set_target(Request& request, std::string_view target) {
  // Absolute form, which every server must take (RFC 9112 §3.2.2): authority is dropped, only the path counts.
  for (std::string_view scheme : {"http://", "https://"})
    if (to_lower_ascii(target.substr(0, scheme.size())) == scheme) {
      const auto slash = target.find_first_of("/?", scheme.size());
      target = slash == std::string_view::npos || target[slash] == '?' ? std::string_view("/") : target.substr(slash);
      break;
    }
  request.query.clear();
  if (target == "*" && request.method == "OPTIONS") {
    request.path = "*";
    return {};
  }
  const auto question = target.find('?');
  MUSTER_CHECK_OK(set_path(request, target.substr(0, question)));
  if (question == std::string_view::npos) return {};
  for (std::string_view pair : split(target.substr(question + 1), '&')) {
    if (pair.empty()) continue;
    if (request.query.size() == kQueryFieldsMax) return malformed("The query has too many fields.");
    const auto equals = pair.find('=');
    auto name = decoded(pair.substr(0, equals), true);
    auto value = decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!name || !value) return malformed("The query's percent encoding is wrong.");
    if (has_control(*name, false) || has_control(*value, true))
      return malformed("The query holds a control character.");
    request.query.emplace_back(*std::move(name), *std::move(value));
  }
  return {};
}

}  // namespace muster::http
