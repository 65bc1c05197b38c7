#include <base/toml_text.h>

#include <algorithm>

namespace muster {

int toml_line_beyond_ascii(std::string_view text) {
  int line = 1;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (static_cast<unsigned char>(c) >= 0x80) return line;
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (c != '"' && c != '\'') {
      ++i;
      continue;
    }
    // A string: of one line, or of several between three quotes; only in double quotes does a backslash escape.
    const std::string three(3, c);
    const bool several = text.substr(i, 3) == three;
    for (i += several ? 3 : 1; i < text.size(); ++i) {
      if (text[i] == '\n') {
        if (!several) break;  // never closed: the parser says so
        ++line;
      } else if (text[i] == '\\' && c == '"') {
        if (i + 1 < text.size() && text[i + 1] == '\n') ++line;
        ++i;
      } else if (several ? text.substr(i, 3) == three : text[i] == c) {
        i += several ? 3 : 1;
        while (several && i < text.size() && text[i] == c) ++i;  // up to two quotes may stand before the closing ones
        break;
      }
    }
  }
  return 0;
}

}  // namespace muster
